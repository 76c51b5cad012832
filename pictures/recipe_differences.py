"""What two recipes say differently, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pictures.recipe import Recipe
from pictures.recipe_display import recipe_rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of both; "" where one says nothing."""

    label: str
    before: str
    after: str


def recipe_differences(before: Recipe, after: Recipe) -> list[Difference]:
    """In reading order: prompts first, then settings; nothing that is the same."""
    one, two = _values(before), _values(after)
    labels = {key: label for key, (label, _value) in {**two, **one}.items()}
    found = [
        Difference(label, one.get(key, ("", ""))[1], two.get(key, ("", ""))[1])
        for key, label in labels.items()
    ]
    return [row for row in found if row.before != row.after]


def _values(recipe: Recipe) -> dict[str, tuple[str, str]]:
    return {
        "prompt": (_("Prompt"), recipe.prompt),
        "negative_prompt": (_("Negative prompt"), recipe.negative_prompt),
        **{row.key: (row.label, row.value) for row in recipe_rows(recipe)},
    }
