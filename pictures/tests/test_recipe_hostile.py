"""Texts made to break a reader: none raises, and none takes longer than its length explains."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pictures.headers.survey import TextBudget
from pictures.hidden_text import hidden_text
from pictures.intake import take_in
from pictures.recipe import Recipe
from pictures.recipe_reader import read_recipe, read_text
from pictures.tests.carriers import hidden
from pictures.tests.generated import SAMPLES
from pictures.tests.generated_comfyui import GRAPH
from pictures.tests.painted import painted, saved
from pictures.tests.sample import infotext

LONGEST = 0.5  # seconds of work for one text of at most 2 MB
KEYS = ("parameters", "prompt", "workflow", "Comment", "Description", "Dream")


def sampler(**inputs) -> dict:
    return {"class_type": "KSampler", "inputs": {**GRAPH["3"]["inputs"], **inputs}}


def chain(length: int, kind: str = "Reroute") -> dict:
    """A sampler whose every input leads through `length` nodes."""
    graph = {
        str(at): {"class_type": kind, "inputs": {"": [str(at + 1), 0]}} for at in range(length)
    }
    links = {name: ["0", 0] for name in ("positive", "negative", "model", "latent_image", "seed")}
    return {
        "s": sampler(**links),
        "o": {"class_type": "SaveImage", "inputs": {"images": ["s", 0]}},
    } | graph


def hub(kind: str, width: int) -> dict:
    """A node that has itself as each of its inputs."""
    inputs = {f"text_{at}": ["h", 0] for at in range(width)}
    return {
        "h": {"class_type": kind, "inputs": inputs},
        "s": sampler(positive=["h", 0], model=["h", 0], latent_image=["h", 0], denoise=0.5),
        "o": {"class_type": "SaveImage", "inputs": {"images": ["s", 0]}},
    }


def ladder(length: int) -> dict:
    """Each node joins the one below with itself: twice as many ways a rung."""
    rungs = {
        str(at): {
            "class_type": "Text Concatenate",
            "inputs": {"text_a": [str(at + 1), 0], "text_b": [str(at + 1), 0]},
        }
        for at in range(length)
    }
    encoder = {"class_type": "CLIPTextEncode", "inputs": {"text": ["0", 0]}}
    return {**rungs, "e": encoder, "s": sampler(positive=["e", 0])}


def passes(length: int) -> dict:
    """As many samplers as there may be, each of which goes on with the one before."""
    graph = {str(at): sampler(latent_image=[str(at + 1), 0], denoise=0.5) for at in range(length)}
    outputs = {
        f"o{at}": {"class_type": "SaveImage", "inputs": {"images": [str(at), 0]}}
        for at in range(0, length, 7)
    }
    return graph | outputs


def graphs() -> Iterator[tuple[str, dict]]:
    yield "long chain", chain(30_000)
    yield "long chain of text", chain(30_000, "Text Multiline")
    yield "itself", {"1": sampler(model=["1", 0], positive=["1", 0], latent_image=["1", 0])}
    yield "hub of text", hub("Text Concatenate", 60_000)
    yield "hub of nothing", hub("Thing", 60_000)
    yield "ladder", ladder(500)
    yield "passes", passes(6_000)
    yield "100,000 nodes", {str(at): {"class_type": "K", "inputs": {}} for at in range(60_000)}
    yield "no outputs", {str(at): sampler(seed=at) for at in range(4_000)}
    yield "wrong kinds", {"1": {"class_type": 5, "inputs": []}, "2": 7, "3": None}
    yield "wrong values", {"1": sampler(seed={}, steps=[], cfg="x", model=5, positive=[None, None])}
    yield "wrong links", {"1": sampler(model=["1", "x"], positive=[["1"], 0], negative=[{}, 0])}
    yield "huge numbers", {"1": sampler(seed=10**19 * 5, steps=-(10**18), cfg=1e308)}


def workflows() -> Iterator[tuple[str, dict]]:
    node = {"id": 1, "type": "KSampler", "inputs": [{"name": "model", "link": 1}]}
    yield "links to nowhere", {"nodes": [node], "links": [[1, 99, 0, 1, 0, "M"], 5, None, []]}
    yield "twins", {"nodes": [node, node, {**node, "mode": 2}], "links": [[1, 1, 0, 1, 0, "M"]]}
    yield "wrong kinds", {"nodes": [5, None, {"id": [], "type": "a"}, {"id": 2}], "links": {}}
    yield (
        "wrong widgets",
        {"nodes": [{**node, "widgets_values": {"a": {}}, "inputs": 5}], "links": 5},
    )
    many = [{**node, "id": at, "widgets_values": [at, "fixed"] * 5} for at in range(12_000)]
    yield "many", {"nodes": many, "links": []}


def texts() -> Iterator[tuple[str, str]]:
    yield "deep", "[" * 1_000_000
    yield "deep object", '{"prompt":' * 200_000
    yield "deep but whole", '{"prompt":' + "[" * 900 + "]" * 900 + "}"
    yield "wide", json.dumps({f"key {at}": at for at in range(80_000)})
    yield "long key", json.dumps({"k" * 1_000_000: 1, "prompt": "a", "steps": 1})
    yield "long value", json.dumps({"prompt": "word " * 380_000, "steps": 1, "seed": 1})
    yield "not a number", '{"prompt": "a", "seed": NaN, "steps": Infinity, "cfg": -Infinity}'
    yield "endless number", '{"prompt": "a", "steps": 1, "seed": ' + "9" * 1_900_000 + "}"
    yield "huge exponent", '{"prompt": "a", "seed": 1e999999, "steps": 1e400, "cfg_scale": 1e-400}'
    yield "half", '{"sui_image_params": {"prompt": "a'
    yield "surrogates", r'{"prompt": "\ud800\u0000", "seed": 1, "steps": 2, "\udc00": "\udfff"}'
    yield "twins", '{"prompt": "a", "prompt": "b", "seed": 1, "seed": 2, "steps": 3}'
    yield (
        "many loras",
        json.dumps(
            {
                "prompt": "a",
                "steps": 1,
                "seed": 1,
                "loras": [{"name": f"l{at}"} for at in range(90_000)],
            }
        ),
    )
    yield "comments", "<exif:UserComment>" * 110_000
    yield "tags", "<exif:UserComment>" + "<" * 1_900_000
    yield "brackets", '"' + "[" * 1_900_000 + '" -s 50'
    yield "options", '"a" ' + "-s 5 " * 380_000
    yield "dashes", "a" + " --a" * 470_000 + " Job ID: 01234567-89ab-cdef-0123-456789abcdef"
    yield "spaces", " " * 1_900_000 + "{}"
    yield "prefixes", "prompt:" * 270_000
    yield (
        "weights",
        infotext("Steps: 1, Seed: 2, Size: 1x1, Lora weights: " + '"' + "a: 1, " * 30_000),
    )


# As text: a million small objects kept alive would slow down every measurement.
GRAPHS = {name: json.dumps(graph) for name, graph in graphs()}
WORKFLOWS = {name: json.dumps(graph) for name, graph in workflows()}
TEXTS = dict(texts())


def timed(key: str, text: str) -> tuple[Recipe, float]:
    gc.collect()
    started = time.process_time()
    recipe = read_recipe({key: text})
    return recipe, time.process_time() - started


def read_everywhere(text: str, *keys: str) -> None:
    """Read a text under these keys, each time within the limit; what is found can be stored."""
    for key in keys:
        recipe, seconds = timed(key, text)
        if seconds > LONGEST:  # on a busy machine, the better one of two
            seconds = timed(key, text)[1]
        assert seconds < LONGEST, key
        assert isinstance(recipe, Recipe)
        json.dumps(recipe.as_json(), allow_nan=False).encode()
        assert "\0" not in recipe.prompt
        assert recipe.seed is None or -1 <= recipe.seed < 2**64


class TestHostileText:
    @pytest.mark.parametrize("name", GRAPHS)
    def test_as_a_graph(self, name):
        read_everywhere(GRAPHS[name], "prompt", "Description")

    @pytest.mark.parametrize("name", WORKFLOWS)
    def test_as_a_workflow(self, name):
        read_everywhere(WORKFLOWS[name], "workflow", "parameters")

    @pytest.mark.parametrize("name", TEXTS)
    def test_as_anything_else(self, name):
        read_everywhere(TEXTS[name], *KEYS, "XML:com.adobe.xmp", "invokeai_metadata", "Make")

    @given(
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=20)
            | st.sampled_from(["3", "4", "KSampler", "prompt", "None"]),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(
                        "prompt seed steps inputs class_type nodes links image meta loras model "
                        "v4_prompt caption sui_image_params metadata_scheme generation_mode extras "
                        "positive_prompt raw c uc sampler workflow Comment resources".split()
                    )
                    | st.text(max_size=8),
                    inner,
                    max_size=6,
                )
            ),
            max_leaves=20,
        )
    )
    @settings(max_examples=200, deadline=None)
    def test_of_any_shape(self, value):
        text = json.dumps(value)
        for key in (*KEYS, "invokeai_metadata", "sd-metadata"):
            recipe = read_recipe({key: text, "Software": "NovelAI", "fooocus_scheme": "fooocus"})
            json.dumps(recipe.as_json(), allow_nan=False).encode()

    @pytest.mark.parametrize("program", SAMPLES)
    def test_cut_off_anywhere(self, program):
        sample = SAMPLES[program]
        text = sample.comment or next(iter(sample.texts.values()), "") or sample.sidecar[1]
        for end in range(0, len(text), max(len(text) // 60, 1)):
            assert isinstance(read_text(text[:end]) if text[:end].strip() else Recipe(), Recipe)


class TestHiddenText:
    @pytest.mark.parametrize("packed", [True, False])
    @pytest.mark.parametrize("colours", [True, False])
    def test_is_found_in_every_form(self, packed, colours):
        text = infotext("Steps: 20, Seed: 7, CFG scale: 7")
        data = saved(hidden(text, packed=packed, colours=colours), "png")
        assert take_in(data).raw_metadata["hidden in the pixels"] == text

    def test_that_lies_about_its_length_is_none(self):
        image = hidden("a text that goes on" * 10, packed=False)
        assert hidden_text(image.crop((0, 0, 3, image.height)), TextBudget()) == ""

    def test_that_is_damaged_is_none(self):
        image = hidden("a text" * 40)
        pixels = image.load()
        for y in range(image.height):
            pixels[1, y] = (0, 0, 0, 255)
        assert hidden_text(image, TextBudget()) == ""

    def test_beyond_the_budget_is_none(self):
        assert hidden_text(hidden("a" * 5_000), TextBudget(1_000)) == ""

    def test_is_not_looked_for_in_a_picture_without_room(self):
        assert hidden_text(painted((16, 16)), TextBudget()) == ""
        assert hidden_text(painted(mode="L"), TextBudget()) == ""
