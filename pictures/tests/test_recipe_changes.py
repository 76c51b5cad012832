"""Telling what one recipe changed of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pictures.recipe import Recipe
from pictures.recipe_changes import GONE, NEW, the_one_change

LAKE = Recipe(
    prompt="mountain lake at dusk, orange sky, soft grain",
    negative_prompt="text, people",
    seed=7,
    steps=30,
    sampler="DPM++ 2M",
    scheduler="Karras",
    guidance=6.5,
    model="sd_xl_base_1.0",
    width=1216,
    height=832,
)


def words(other: Recipe, kind: str) -> list[str]:
    change = the_one_change(LAKE, other)
    assert change is not None
    return [word.text for word in change.words if word.kind == kind]


class TestTheOneChange:
    @pytest.mark.parametrize(
        ("key", "value", "told"),
        [
            ("model", "dreamer", ("sd_xl_base_1.0", "dreamer")),
            ("sampler", "Euler a", ("DPM++ 2M · Karras", "Euler a · Karras")),
            ("steps", 40, ("30", "40")),
            ("guidance", 4.0, ("6.5", "4")),
        ],
    )
    def test_is_a_setting(self, key, value, told):
        change = the_one_change(LAKE, replace(LAKE, seed=8, **{key: value}))
        assert (change.key, change.before, change.after) == (key, *told)

    def test_is_words_of_the_prompt(self):
        other = replace(LAKE, prompt="mountain lake at dawn, orange sky, soft grain")
        assert words(other, NEW) == ["dawn"]
        assert words(other, GONE) == ["dusk"]

    def test_is_words_of_the_negative_prompt(self):
        other = replace(LAKE, negative_prompt="text, people, boats")
        assert the_one_change(LAKE, other).key == "negative_prompt"
        assert words(other, NEW) == [", boats"]

    @pytest.mark.parametrize(
        "other",
        [
            replace(LAKE, seed=8),
            replace(LAKE, steps=20, sampler="Euler a"),
            replace(LAKE, steps=20, prompt="mountain lake at dawn, orange sky, soft grain"),
            replace(LAKE, prompt="a cat in a box on the moon"),
            replace(LAKE, prompt=""),
            replace(LAKE, steps=None),
        ],
        ids=["a seed", "two settings", "both kinds", "another idea", "no prompt", "unknown"],
    )
    def test_is_none_where_it_is_nothing_more_or_unknown(self, other):
        assert the_one_change(LAKE, other) is None

    def test_leaves_out_what_is_far_from_it(self):
        long = ", ".join(f"word{number}" for number in range(60))
        one = replace(LAKE, prompt=f"{long}, dusk, {long}")
        two = replace(LAKE, prompt=f"{long}, dawn, {long}")
        shown = " ".join(word.text for word in the_one_change(one, two).words)
        assert "dusk dawn" in shown
        assert len(shown) < 120

    def test_takes_no_time_over_monstrous_prompts(self):
        one = replace(LAKE, prompt="a " * 20_000)
        assert the_one_change(one, replace(LAKE, prompt="b " * 20_000)) is None
