"""What of a recipe visitors are shown."""

from __future__ import annotations

import pytest

from pictures.recipe import EMPTY, Lora, Recipe
from pictures.recipe_display import recipe_rows, visible_part
from pictures.templatetags.gallery import highlight_prompt

FULL = Recipe(
    prompt="a (quiet:1.2) lake <lora:mist:0.6>",
    negative_prompt="boats",
    seed=42,
    steps=20,
    sampler="Euler a",
    scheduler="Karras",
    guidance=6.5,
    model="demo-painter",
    loras=(Lora("mist", 0.6),),
    width=512,
    height=768,
    extras={"Clip skip": "2", "Hires prompt": "a quiet lake", "Lora hashes": "mist: 0123"},
    raw="a (quiet:1.2) lake …",
)


class TestVisiblePart:
    def test_is_everything_when_public(self):
        assert visible_part(FULL, "public") == FULL

    def test_tells_no_words_of_the_prompt_when_only_parameters_are_public(self):
        shown = visible_part(FULL, "parameters")
        assert (shown.seed, shown.sampler) == (42, "Euler a")
        for word in ("lake", "mist", "boats"):
            assert word not in repr(shown)

    def test_is_nothing_when_hidden(self):
        assert visible_part(FULL, "hidden") == EMPTY


class TestRows:
    def test_name_every_parameter_in_reading_order(self):
        rows = {row.key: row.value for row in recipe_rows(FULL)}
        assert list(rows)[:6] == ["model", "sampler", "steps", "guidance", "seed", "size"]
        assert rows["sampler"] == "Euler a · Karras"
        assert rows["size"] == "512 × 768"
        assert rows["clip skip"] == "2"

    def test_leave_out_what_is_not_known(self):
        assert [row.key for row in recipe_rows(Recipe(seed=0))] == ["seed"]


class TestHighlightedPrompt:
    def test_marks_weights_and_shows_loras_as_chips(self):
        html = highlight_prompt(FULL.prompt)
        assert '<mark class="weight">(quiet:1.2)</mark>' in html
        assert ">mist · 0.6</span>" in html

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "(a<b>:1.2)", "<lora:<img onerror=x>:1>", "a & b"]
    )
    def test_escapes_everything_else(self, text):
        html = highlight_prompt(text)
        for tag in ("<script", "<img", "<b>"):
            assert tag not in html

    def test_takes_a_hundred_thousand_brackets_in_no_time(self):
        assert len(highlight_prompt("(" * 100_000)) == 100_000
