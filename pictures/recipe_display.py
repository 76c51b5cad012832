"""What visitors are shown of a recipe."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pictures.recipe import EMPTY, Recipe

# Extras that tell the prompt, or a part of it, under another name.
PROMPT_EXTRAS = ("prompt", "wildcard", "template", "ti hashes", "lora", "adetailer")


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """A parameter as shown: `mono` for seeds and hashes, `short` pairs share a row."""

    key: str
    label: str
    value: str
    mono: bool = False
    short: bool = False


def visible_part(recipe: Recipe, visibility: str) -> Recipe:
    """`recipe` reduced to what `visibility` (`public`, `parameters`, `hidden`) lets out."""
    if visibility == "hidden":
        return EMPTY
    if visibility == "parameters":
        extras = {
            key: value
            for key, value in recipe.extras.items()
            if not any(word in key.lower() for word in PROMPT_EXTRAS)
        }
        return replace(recipe, prompt="", negative_prompt="", loras=(), raw="", extras=extras)
    return recipe


def recipe_rows(recipe: Recipe) -> list[RecipeRow]:
    """The parameters in reading order; prompts are shown apart."""
    sampler = " · ".join(filter(None, (recipe.sampler, recipe.scheduler)))
    model = " ".join(filter(None, (recipe.model, recipe.model_hash)))
    size = f"{recipe.width} × {recipe.height}" if recipe.width and recipe.height else ""
    rows = [
        RecipeRow("model", _("Model"), model),
        RecipeRow("sampler", _("Sampler"), sampler),
        RecipeRow("steps", _("Steps"), _text(recipe.steps), short=True),
        RecipeRow("guidance", "CFG", _text(recipe.guidance), short=True),
        RecipeRow(
            "seed", _("Seed"), str(recipe.seed) if recipe.seed is not None else "", mono=True
        ),
        RecipeRow("size", _("Size"), size),
        *(
            RecipeRow(key.lower(), key, value, short=len(value) <= 8)
            for key, value in recipe.extras.items()
            if key.lower() not in {"lora hashes", "ti hashes", "version", "hashes"}
        ),
    ]
    return [row for row in rows if row.value]


def _text(value: int | float | None) -> str:
    if value is None:
        return ""
    return number_format(int(value) if value == int(value) else value)
