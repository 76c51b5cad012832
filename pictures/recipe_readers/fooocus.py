"""Fooocus: an object of its own scheme, or labels as its log names them.

Its other scheme, `a1111`, is an infotext and read as one.
"""

from __future__ import annotations

import re
from typing import Any

from pictures.recipe import Lora, Recipe
from pictures.recipe_readers.flat import is_telling, read_flat, read_loras
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import list_of, name_of, number_of, text_of

PROGRAM = "Fooocus"
_NUMBERED = re.compile(r"(?:lora_combined_|LoRA )\d{1,2}")
_PLACES = (
    ("metadata_scheme", "prompt"),
    ("base_model", "performance"),
    ("Base Model", "Performance"),
)


def read(texts: Texts) -> Recipe | None:
    raw, values = next(
        filter(lambda found: found[1], (texts.any_with(*keys) for keys in _PLACES)), ("", {})
    )
    if not values and "fooocus_scheme" in texts.plain:
        raw, values = texts.raw.get("parameters", ""), texts.objects.get("parameters", {})
    if not values:
        return None
    loras = read_loras(values.get("loras")) or _numbered(values)
    rest = {
        key: value
        for key, value in values.items()
        if key not in ("loras", "prompt_expansion") and not _NUMBERED.fullmatch(key)
    }
    if "prompt" in rest and not text_of(rest["prompt"]):
        rest["prompt"] = _first(rest.get("full_prompt"))
    recipe = read_flat(rest, raw=raw, loras=loras, program=PROGRAM)
    return recipe if is_telling(recipe) else None


def _first(value: Any) -> str:
    """The full prompt is a list: what was painted, then the words that were added."""
    parts = list_of(value) or [value]
    return text_of(parts[0])


def _numbered(values: dict[str, Any]) -> tuple[Lora, ...]:
    """LoRAs as `name : weight`, one a key."""
    found = []
    for key, value in values.items():
        if _NUMBERED.fullmatch(key) and isinstance(value, str):
            name, _, weight = value.rpartition(" : ")
            found.append(Lora(name_of(name or value), number_of(weight) if name else None))
    return tuple(found[:100])
