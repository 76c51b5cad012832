"""What each program does in its own way, beyond what all of them tell."""

from __future__ import annotations

import json

import pytest

from pictures.recipe import EMPTY, Lora, Recipe
from pictures.recipe_reader import read_recipe, read_text
from pictures.tests.generated_objects import INVOKEAI, NOVELAI, SWARMUI


def changed(text: str, **values) -> str:
    return json.dumps({**json.loads(text), **values})


class TestNovelAi:
    def test_gives_each_character_a_line(self):
        caption = {
            "base_caption": "two cats",
            "char_captions": [{"char_caption": "a grey one"}, {"char_caption": "a red one"}],
        }
        comment = changed(NOVELAI.texts["Comment"], v4_prompt={"caption": caption})
        recipe = read_recipe({**NOVELAI.texts, "Comment": comment})
        assert recipe.prompt == "two cats\na grey one\na red one"

    def test_is_known_by_its_settings_where_the_software_is_not_named(self):
        assert read_recipe({"Comment": NOVELAI.texts["Comment"]}).program == "NovelAI"

    def test_is_not_every_comment_in_json(self):
        assert read_recipe({"Comment": '{"mood": "calm"}'}) == Recipe(raw='{"mood": "calm"}')


class TestInvokeAi:
    def test_names_models_in_the_older_form_too(self):
        model = {"model_name": "juggernautXL", "base_model": "sdxl", "model_type": "main"}
        loras = [{"lora": {"model_name": "mist"}, "weight": 0.75}]
        text = changed(INVOKEAI.texts["invokeai_metadata"], model=model, loras=loras)
        recipe = read_recipe({"invokeai_metadata": text})
        assert (recipe.model, recipe.loras) == ("juggernautXL", (Lora("mist", 0.75),))

    def test_takes_dream_without_quotes(self):
        recipe = read_recipe({"Dream": "a cat -s 20 -S 5 -W 512 -H 512 -C 7.5 -A ddim"})
        assert (recipe.prompt, recipe.seed, recipe.guidance) == ("a cat", 5, 7.5)

    def test_keeps_a_dream_of_another_form_raw(self):
        assert read_recipe({"Dream": "of electric sheep"}) == Recipe(raw="of electric sheep")


class TestSwarmUi:
    def test_takes_lists_written_with_commas(self):
        values = {"prompt": "a cat", "seed": 1, "loras": "a/mist,rain", "loraweights": "0.5,1"}
        recipe = read_text(json.dumps({"sui_image_params": values}))
        assert recipe.loras == (Lora("mist", 0.5), Lora("rain", 1.0))

    def test_keeps_what_it_tells_besides(self):
        assert read_recipe(SWARMUI.texts).extras["date"] == "2026-11-13"


class TestFooocus:
    def test_reads_what_its_log_shows(self):
        recipe = read_text(
            json.dumps(
                {
                    "Prompt": "a cat",
                    "Negative Prompt": "blurry",
                    "Performance": "Speed",
                    "Resolution": "(1152, 896)",
                    "Guidance Scale": 4,
                    "Base Model": "painter-xl.safetensors",
                    "LoRA 1": "mist.safetensors : 0.1",
                    "Seed": "77",
                    "Steps": 30,
                }
            )
        )
        assert (recipe.prompt, recipe.seed, recipe.width) == ("a cat", 77, 1152)
        assert (recipe.model, recipe.loras) == ("painter-xl", (Lora("mist", 0.1),))

    def test_takes_the_first_of_the_full_prompts_where_there_is_no_other(self):
        values = {"metadata_scheme": "fooocus", "prompt": "", "full_prompt": ["a cat", "more"]}
        assert read_text(json.dumps({**values, "steps": 3})).prompt == "a cat"


class TestMidjourney:
    def test_prompt_ends_where_its_options_begin(self):
        said = (
            "a quiet lake --ar 16:9 --v 6.1 --seed 12 Job ID: 01234567-89ab-cdef-0123-456789abcdef"
        )
        recipe = read_recipe({"Description": said, "Author": "somebody"})
        assert (recipe.prompt, recipe.program, recipe.version) == (
            "a quiet lake",
            "Midjourney",
            "6.1",
        )
        assert (recipe.seed, recipe.extras["ar"]) == (12, "16:9")


class TestInfotextInJson:
    @pytest.mark.parametrize("key", ["info", "infotext", "parameters"])
    def test_is_read_as_one(self, key):
        text = "a cat\nSteps: 20, Sampler: Euler, Seed: 3, App: SD.Next, Version: 0c7038e"
        recipe = read_text(json.dumps({"filename": "a.png", key: text}))
        assert (recipe.prompt, recipe.seed, recipe.program) == ("a cat", 3, "SD.Next")


class TestStanding:
    def test_is_partly_where_a_value_that_matters_cannot_be_read(self):
        recipe = read_text('{"prompt": "a cat", "seed": "any", "steps": 20}')
        assert (recipe.standing, recipe.extras["seed"]) == ("partly", "any")
        assert read_text("a cat\nSteps: many, Seed: 1, CFG scale: 7").standing == "partly"

    def test_is_raw_where_nothing_is_understood(self):
        assert read_text('{"mood": "calm"}').standing == "raw"

    def test_is_nothing_without_a_text(self):
        assert EMPTY.standing == ""

    def test_is_read_where_all_is_understood(self):
        assert read_text("a cat\nSteps: 20, Seed: 1, CFG scale: 7").standing == "read"


class TestXmp:
    def test_of_other_programs_is_no_recipe(self):
        assert not read_recipe({"XML:com.adobe.xmp": "<x:xmpmeta>photo</x:xmpmeta>"})
