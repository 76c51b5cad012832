"""Reading and writing the text that WebUI leaves in its pictures."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pictures.infotext import read_pairs, write_pairs
from pictures.recipe import EMPTY, Lora, Recipe
from pictures.recipe_reader import parse_infotext, read_recipe, write_infotext

FORGE = (
    'a lighthouse, "storm"\nNegative prompt: blurry\nSteps: 3, Sampler: Euler a, '
    "Schedule type: Automatic, CFG scale: 7.0, Seed: 42, Size: 64x64, Model hash: 9ce000b877, "
    "Model: random-sd15, Version: f2.0.1v1.10.1-previous-669-gdfdcbab6"
)
HIRES = (
    "a lighthouse\nNegative prompt: blurry\nSteps: 2, Sampler: Euler a, "
    "Schedule type: Automatic, CFG scale: 7.0, Seed: 42, Size: 64x64, Model hash: 9ce000b877, "
    "Model: random-sd15, Denoising strength: 0.6, Clip skip: 2, Hires Module 1: Use same choices, "
    'Hires prompt: "a lighthouse, detail", Hires negative prompt: "blurry, dull", '
    "Hires CFG Scale: 1.0, Hires upscale: 2.0, Hires steps: 1, Hires upscaler: Latent, "
    "Version: f2.0.1v1.10.1-previous-669-gdfdcbab6"
)
LORAS = (
    "neon city at night, rain, (reflection:1.2), <lora:demo-glow:0.8>\n"
    "Negative prompt: lowres, blurry\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, "
    "CFG scale: 7, Seed: 4, Size: 1024x576, Model hash: 0000000000, Model: demo-painter, "
    'Lora hashes: "demo-glow: 1234567890ab, demo-rain: ba0987654321", Version: demo'
)
QUOTING = (
    'line one\nline "two", (weighted:1.2) <lora:nothere:0.8>\nNegative prompt: a, b: c\nd\n'
    "Steps: 1, Sampler: Euler a, Schedule type: Automatic, CFG scale: 7.0, Seed: 42, Size: 64x64, "
    "Model hash: 9ce000b877, Model: random-sd15, Version: f1.0.0v2-v1.10.1RC-latest-2510-g3b56b268"
)
CPP = (
    "a cat\nSteps: 2, CFG scale: 7.000000, Guidance: 3.500000, Eta: inf, Seed: 42, Size: 64x64, "
    "Model: random-sd15.safetensors, RNG: cuda, Sampler: euler_a, Version: stable-diffusion.cpp, "
    'SDCPP: {"auto_resize_ref_image":true,"cache":{"mode":"off, really: off"},"loras":[]}'
)
KOREAN = (
    "붉은 저녁노을, 호수, 안개\nNegative prompt: lowres, blurry\nSteps: 20, Sampler: DPM++ 2M, "
    "Schedule type: Karras, CFG scale: 7, Seed: 13, Size: 512x768, Model hash: 0000000000, "
    "Model: demo-painter, Version: demo"
)
REAL = [FORGE, HIRES, LORAS, QUOTING, CPP, KOREAN]


class TestParseInfotext:
    def test_reads_what_forge_writes(self):
        recipe = parse_infotext(FORGE)

        assert recipe == Recipe(
            prompt='a lighthouse, "storm"',
            negative_prompt="blurry",
            seed=42,
            steps=3,
            sampler="Euler a",
            scheduler="Automatic",
            guidance=7.0,
            model="random-sd15",
            model_hash="9ce000b877",
            width=64,
            height=64,
            program="Forge",
            version="f2.0.1v1.10.1-previous-669-gdfdcbab6",
            raw=FORGE,
        )

    def test_keeps_further_settings_in_their_order(self):
        recipe = parse_infotext(HIRES)

        assert list(recipe.extras) == [
            "Denoising strength",
            "Clip skip",
            "Hires Module 1",
            "Hires prompt",
            "Hires negative prompt",
            "Hires CFG Scale",
            "Hires upscale",
            "Hires steps",
            "Hires upscaler",
        ]
        assert recipe.extras["Hires prompt"] == "a lighthouse, detail"

    def test_reads_loras_from_the_prompt_and_their_hashes(self):
        assert parse_infotext(LORAS).loras == (
            Lora("demo-glow", 0.8, "1234567890ab"),
            Lora("demo-rain", None, "ba0987654321"),
        )

    @pytest.mark.parametrize(
        ("tag", "lora"),
        [
            ("<lora:a b:1>", Lora("a b", 1.0)),
            ("<lora:name>", Lora("name", 1.0)),
            ("<lora:name:0.5:0.7>", Lora("name", 0.5)),
            ("<lora:name:te=0.5:unet=1>", Lora("name", 0.5)),
            ("<lora:name:-1.5>", Lora("name", -1.5)),
            ("<lora:이름:often>", Lora("이름", None)),
        ],
    )
    def test_reads_every_form_of_a_lora(self, tag, lora):
        assert parse_infotext(f"cat {tag} dog").loras == (lora,)

    def test_keeps_prompts_of_several_lines(self):
        recipe = parse_infotext(QUOTING)

        assert recipe.prompt == 'line one\nline "two", (weighted:1.2) <lora:nothere:0.8>'
        assert recipe.negative_prompt == "a, b: c\nd"
        assert recipe.program == "reForge"

    def test_is_not_misled_by_the_object_of_stable_diffusion_cpp(self):
        recipe = parse_infotext(CPP)

        assert recipe.sampler == "euler_a"
        assert recipe.guidance == 7.0
        assert recipe.program == "stable-diffusion.cpp"
        assert list(recipe.extras) == ["Guidance", "Eta", "RNG", "SDCPP"]
        assert recipe.extras["SDCPP"].endswith('"loras":[]}')

    def test_splits_the_sampler_names_of_old_versions(self):
        recipe = parse_infotext("cat\nSteps: 20, Sampler: DPM++ 2M SDE Karras, Seed: 1")

        assert (recipe.sampler, recipe.scheduler) == ("DPM++ 2M SDE", "Karras")

    def test_leaves_new_sampler_names_whole(self):
        text = "cat\nSteps: 20, Sampler: My Karras, Schedule type: Uniform, Seed: 1"

        assert parse_infotext(text).sampler == "My Karras"

    def test_takes_a_last_line_of_two_pairs_for_prompt(self):
        recipe = parse_infotext("a cat\nmood: calm, light: soft")

        assert recipe.prompt == "a cat\nmood: calm, light: soft"

    def test_reads_a_text_without_prompt(self):
        recipe = parse_infotext("Negative prompt: blurry\nSteps: 20, Sampler: Euler, Seed: 1")

        assert (recipe.prompt, recipe.negative_prompt) == ("", "blurry")

    def test_reads_bare_keys(self):
        recipe = parse_infotext("cat\nSteps: 20, Tiling, Sampler: Euler, Seed: 1")

        assert recipe.extras == {"Tiling": "Tiling"}

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("Steps", "many"),
            ("Steps", "9" * 5000),
            ("Seed", str(2**64)),
            ("CFG scale", "inf"),
            ("CFG scale", "nan"),
            ("CFG scale", "1.2.3"),
            ("Size", "64x"),
            ("Lora hashes", "only words"),
        ],
    )
    def test_keeps_what_it_cannot_read_as_an_extra(self, key, value):
        recipe = parse_infotext(f"cat\n{key}: {value}, Sampler: Euler, RNG: CPU")

        assert recipe.extras[key] == value

    def test_is_not_misled_by_windows_line_ends(self):
        assert parse_infotext(FORGE.replace("\n", "\r\n")).negative_prompt == "blurry"

    @given(st.text(st.characters(), max_size=400) | st.text('ab:,"\\{}[]<>\n lora=', max_size=300))
    @settings(max_examples=150, deadline=None)
    @example("\ud800\x00")
    @example('a: "\\ud800\\u0000", b: 1, c: 2')
    def test_never_fails_and_never_loses_the_text(self, text):
        for recipe in (parse_infotext(text), parse_infotext(f"x\nSteps: 1, Seed: 2, a: {text}")):
            assert "\x00" not in str(recipe.as_json())
            str(recipe.as_json()).encode()
        if text.isprintable():
            assert parse_infotext(text).raw == text

    @pytest.mark.parametrize(
        "text",
        [
            "a" * 100_000,
            "a, " * 33_000,
            "a: b, " * 30_000,
            "a: " * 33_000,
            ":" * 100_000,
            'a: "' * 25_000,
            'a: "\\' * 25_000,
            '"' + '\\"' * 50_000,
            "a: " + "[" * 100_000,
            'a:{"b":' * 14_000,
            "<lora:" * 16_000,
            "<lora:" + "a:" * 50_000,
            "Negative prompt:\n" * 6_000,
            "-/ " * 33_000,
            "\n" * 100_000,
            "Lora hashes: " + "a: 12345678, " * 8_000 + "b: 1, c: 2",
        ],
        ids=lambda text: text[:12],
    )
    def test_takes_no_longer_for_hostile_text(self, text):
        started = time.perf_counter()
        parse_infotext(text)
        parse_infotext(f"cat\nSteps: 1, Seed: 1, Sampler: x, {text}")

        assert time.perf_counter() - started < 2


class TestReadRecipe:
    def test_prefers_the_chunk_of_webui(self):
        assert read_recipe({"Comment": "hello", "parameters": FORGE}).seed == 42

    def test_finds_an_infotext_under_another_name(self):
        assert read_recipe({"UserComment": FORGE, "Software": "x"}).seed == 42

    def test_takes_the_chunk_of_webui_for_a_prompt_even_without_settings(self):
        assert read_recipe({"parameters": "a cat"}).prompt == "a cat"

    @pytest.mark.parametrize(
        "chunks",
        [
            {"prompt": '{"3": {"class_type": "KSampler"}}', "workflow": "{}"},
            {"Comment": "Shot on a rainy day"},
            {"parameters": '{"mood": "calm", "steps": 20, "seed": 3}'},
        ],
    )
    def test_keeps_a_text_of_another_kind_raw(self, chunks):
        recipe = read_recipe(chunks)

        assert recipe.raw == next(iter(chunks.values()))
        assert not recipe.is_parsed

    def test_gives_an_empty_recipe_without_texts(self):
        assert read_recipe({}) == EMPTY
        assert read_recipe({"Software": "paint", "parameters": " "}) == EMPTY


class TestWriteInfotext:
    @pytest.mark.parametrize("text", REAL)
    def test_gives_a_found_infotext_back_unchanged(self, text):
        assert write_infotext(parse_infotext(text)) == text

    def test_writes_what_webui_writes(self):
        recipe = parse_infotext(HIRES)
        built = write_infotext(Recipe.from_json({**recipe.as_json(), "raw": ""}))

        assert built == HIRES.replace("7.0,", "7,")

    def test_names_loras_that_the_prompt_does_not(self):
        recipe = Recipe(prompt="cat", loras=(Lora("glow", 0.5), Lora("rain", None, "12345678")))

        assert write_infotext(recipe) == 'cat <lora:glow:0.5>\nLora hashes: "rain: 12345678"'

    def test_builds_a_text_from_a_recipe_of_another_program(self):
        recipe = Recipe(prompt="cat", seed=1, raw='{"nodes": []}')

        assert write_infotext(recipe) == "cat\nSeed: 1"

    def test_writes_nothing_for_nothing(self):
        assert write_infotext(EMPTY) == ""

    @given(
        st.builds(
            Recipe,
            prompt=st.from_regex(r"[^\W_][\w ,.()\n]{0,60}[\w)]", fullmatch=True).map(
                lambda text: "\n".join(line.strip() for line in text.split("\n")).strip()
            ),
            negative_prompt=st.from_regex(r"[^\W_][\w ,.()]{0,40}[\w)]", fullmatch=True),
            seed=st.integers(-1, 2**64 - 1),
            steps=st.integers(1, 150),
            sampler=st.sampled_from(["Euler a", "DPM++ 2M", "euler_a"]),
            scheduler=st.sampled_from(["Automatic", "Karras"]),
            guidance=st.floats(0, 30).map(lambda number: round(number, 3)),
            model=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20),
            width=st.integers(64, 4096),
            height=st.integers(64, 4096),
            extras=st.dictionaries(
                st.from_regex(r"Extra [A-Za-z][a-z /-]{0,10}[a-z]", fullmatch=True),
                st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
                    lambda value: "\0" not in value
                ),
                max_size=4,
            ),
            version=st.sampled_from(["", "demo"]),
        )
    )
    @settings(max_examples=80, deadline=None)
    def test_writes_what_parse_infotext_reads(self, recipe):
        again = parse_infotext(write_infotext(recipe)).as_json()
        del again["raw"]

        assert again == recipe.as_json()


class TestPairs:
    @given(
        st.lists(
            st.tuples(
                st.from_regex(r"[a-z][a-z ]{0,8}[a-z]", fullmatch=True),
                st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
            )
        )
    )
    @settings(max_examples=80, deadline=None)
    def test_reads_back_whatever_was_written(self, pairs):
        read = [
            (key, key if value is None else value) for key, value in read_pairs(write_pairs(pairs))
        ]

        assert read == pairs
