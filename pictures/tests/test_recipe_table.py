"""Every program's recipe in every carrier, and the table that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pictures.recipe import Recipe
from pictures.recipe_reader import parse_infotext, read_recipe, write_infotext
from pictures.tests.carriers import CARRIERS, writes
from pictures.tests.generated import SAMPLES
from pictures.tests.generated_comfyui import COMFYUI
from pictures.tests.recipe_table import table
from pictures.tests.sample import PROMPT

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
CELLS = [
    (program, carrier)
    for program, sample in SAMPLES.items()
    for carrier in CARRIERS
    if writes(sample, carrier)
]
IN_PICTURES = [program for program, sample in SAMPLES.items() if sample.texts]


class TestEveryProgram:
    @pytest.mark.parametrize(("program", "carrier"), CELLS)
    def test_is_read_in_every_carrier_it_has(self, program, carrier):
        sample = SAMPLES[program]
        recipe = CARRIERS[carrier](sample)
        assert sample.told_by(recipe) == sample.recipe
        assert recipe.standing == "read"

    @pytest.mark.parametrize("program", IN_PICTURES)
    def test_keeps_the_text_it_was_read_from(self, program):
        sample = SAMPLES[program]
        recipe = read_recipe(sample.texts)
        assert recipe.raw
        assert any(recipe.raw in text or text in recipe.raw for text in sample.texts.values()) or (
            PROMPT in recipe.raw
        )

    @pytest.mark.parametrize("program", IN_PICTURES)
    def test_is_the_same_after_a_way_through_the_database(self, program):
        recipe = read_recipe(SAMPLES[program].texts)
        assert Recipe.from_json(recipe.as_json()) == recipe

    @pytest.mark.parametrize("program", IN_PICTURES)
    def test_pastes_back_as_an_infotext_with_the_same_fields(self, program):
        """LoRAs that stood beside the prompt are named in it: only so does WebUI use them."""
        recipe = read_recipe(SAMPLES[program].texts)
        found = parse_infotext(write_infotext(recipe))
        tags = "".join(
            f" <lora:{lora.name}:{lora.weight:g}>"
            for lora in recipe.loras
            if lora.weight is not None
        )
        told = ("negative_prompt", "seed", "steps", "sampler", "scheduler", "guidance")
        told += ("model", "model_hash", "loras", "width", "height", "program", "version")
        wanted = {name: getattr(recipe, name) for name in told}
        assert {name: getattr(found, name) for name in told} == wanted
        assert found.prompt in (recipe.prompt, recipe.prompt + tags)


class TestFieldsOfExif:
    def test_of_a_camera_serve_comfyui_too(self):
        """As its node for animations writes them: model and make instead of keys."""
        texts = {
            "Model": f"prompt:{COMFYUI.texts['prompt']}",
            "Make": f"workflow:{COMFYUI.texts['workflow']}",
        }
        recipe = read_recipe(texts)
        assert COMFYUI.told_by(recipe) == COMFYUI.recipe
        assert recipe.raw == COMFYUI.texts["workflow"]

    def test_of_a_real_camera_are_no_recipe(self):
        assert not read_recipe({"Make": "Nikon", "Model": "Z 6", "Software": "Ver.01"})


class TestTheTable:
    def test_in_the_documents_is_what_is_true(self):
        assert table() in DOCUMENT.read_text(), f"docs/recipes.md should hold:\n\n{table()}"
