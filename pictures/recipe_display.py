"""What visitors are shown of a recipe."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pictures.recipe import EMPTY, Recipe

# Extras that tell the prompt, or a part of it, under another name.
PROMPT_EXTRAS = (
    *("prompt", "wildcard", "template", "ti hashes", "lora", "adetailer", "negative", "caption"),
    *("text", "workflow", "comfy", "graph"),
)
_NO_ROWS = frozenset(["lora hashes", "ti hashes", "version", "hashes"])
LONGEST_RAW = 20_000
_LONGEST_VALUE = 200
# Where somebody keeps files: C:\\Users\\ana\\…, /home/ana/…, also with JSON's doubled signs.
_HOME = re.compile(
    r"(?:[A-Za-z]:)?[\\/]{1,4}(?:Users|home)[\\/]{1,4}[^\\/\"'<>|:*?\n]{1,64}(?=[\\/])"
)


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """A parameter as shown: `mono` for seeds and hashes, `short` pairs share a row."""

    key: str
    label: str
    value: str
    mono: bool = False
    short: bool = False


def visible_part(recipe: Recipe, visibility: str) -> Recipe:
    """`recipe` reduced to what `visibility` (`public`, `parameters`, `hidden`) lets out.

    The text as found never tells whose folders its files lay in; what an editor corrected replaces
    it, as it still says what was wrong.
    """
    if visibility == "hidden":
        return EMPTY
    if visibility == "parameters":
        extras = {
            key: without_home(value)
            for key, value in recipe.extras.items()
            if is_plain(value) and not any(word in key.lower() for word in PROMPT_EXTRAS)
        }
        return replace(recipe, prompt="", negative_prompt="", loras=(), raw="", extras=extras)
    extras = {key: without_home(value) for key, value in recipe.extras.items()}
    raw = "" if recipe.is_corrected else without_home(recipe.raw)
    return replace(recipe, extras=extras, raw=raw)


def without_home(text: str) -> str:
    """`text` with the folders of people's own cut to `~`."""
    return _HOME.sub("~", text) if "Users" in text or "home" in text else text


def is_plain(value: str) -> bool:
    """Whether an extra is a value to be read in a row, and not an object or a long text."""
    return len(value) <= _LONGEST_VALUE and value[:1] not in ("{", "[")


def raw_text(recipe: Recipe) -> str:
    """The beginning of the text as found, where it tells more than what was read of it."""
    return recipe.raw[:LONGEST_RAW] if recipe.standing in ("partly", "raw") else ""


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
        RecipeRow("loras", "LoRA", _loras_beside(recipe)),
        *(
            RecipeRow(key.lower(), key.replace("_", " "), value, short=len(value) <= 8)
            for key, value in recipe.extras.items()
            if key.lower() not in _NO_ROWS and is_plain(value)
        ),
    ]
    return [row for row in rows if row.value]


def _loras_beside(recipe: Recipe) -> str:
    """The LoRAs that the prompt does not name."""
    beside = [lora for lora in recipe.loras if f"<lora:{lora.name}" not in recipe.prompt]
    return ", ".join(
        lora.name if lora.weight is None else f"{lora.name} · {number_format(lora.weight)}"
        for lora in beside
    )


def _text(value: int | float | None) -> str:
    if value is None:
        return ""
    return number_format(int(value) if value == int(value) else value)
