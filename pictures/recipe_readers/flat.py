"""One reader for every program that writes its settings as a flat JSON object.

Each program calls the same things by other names; `ALIASES` knows them all. Names are compared
without case, spaces and signs: `CFG scale`, `cfg_scale` and `cfgscale` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pictures.recipe import Lora, Recipe
from pictures.recipe_readers.values import (
    LONGEST_PROMPT,
    extra_of,
    list_of,
    name_of,
    number_of,
    object_of,
    size_of,
    split_sampler,
    text_of,
    whole_of,
)
from pictures.storable import storable

ALIASES = {
    "prompt": "prompt positiveprompt positive rawprompt textprompts",
    "negative_prompt": "negativeprompt negative uc negativeprompts rawnegativeprompt",
    "seed": "seed noiseseed actualseed",
    "steps": "steps numinferencesteps samplingsteps numsteps",
    "sampler": "sampler samplername",
    "scheduler": "scheduler scheduletype noiseschedule schedulername",
    "guidance": "cfgscale guidancescale cfg scale guidance",
    "model": "model modelname basemodel checkpoint usestablediffusionmodel ckptname modelweights",
    "model_hash": "modelhash basemodelhash",
    "width": "width",
    "height": "height",
    "size": "size resolution",
    "loras": "loras lora",
    "version": "version appversion swarmversion",
    "program": "program software app",
}
_FIELD_OF = {name: field for field, names in ALIASES.items() for name in names.split()}
_MOST_EXTRAS = 200
_MOST_LORAS = 100
_LARGEST_SIDE = 100_000
_MOST_STEPS = 1_000_000
# What counts as having read settings: with none of it a JSON is somebody else's.
TELLING = ("prompt", "seed", "steps", "sampler", "guidance")


def read_flat(values: Mapping[str, Any], *, raw: str, program: str = "", **known: Any) -> Recipe:
    """The recipe in a flat object; what has no place of its own becomes an extra.

    `known` are fields that the caller has read itself; they win. Of two names for one field the
    first wins, the second stays an extra. What is there but cannot be read makes it partial.
    """
    found: dict[str, Any] = {}
    extras: dict[str, str] = {}
    partial = False
    for key, value in list(values.items())[: 10 * _MOST_EXTRAS]:
        field = _FIELD_OF.get(re.sub(r"[^a-z0-9]", "", key[:60].lower()), "")
        read = _READERS[field](value) if field else None
        if field and field not in found and read not in (None, "", ()):
            found[field] = read
            partial = partial or (isinstance(value, str) and len(value) > LONGEST_PROMPT)
        elif len(extras) < _MOST_EXTRAS and field not in known and (text := extra_of(value)):
            extras[storable(key)[:80]] = text
            partial = partial or (field in TELLING and field not in found)
    size = found.pop("size", None)
    if size and "width" not in found:
        found["width"], found["height"] = size
    found |= {name: value for name, value in known.items() if value not in (None, "", ())}
    if not found.get("scheduler"):
        found["sampler"], found["scheduler"] = split_sampler(found.get("sampler", ""))
    fields = {"program": program, "extras": extras, "is_partial": partial, "raw": raw}
    return Recipe(**{**fields, **found})


def is_telling(recipe: Recipe) -> bool:
    """Whether anything was read that tells of a generation."""
    return any(getattr(recipe, name) not in ("", None) for name in TELLING)


def read_loras(value: Any) -> tuple[Lora, ...]:
    """LoRAs as objects (`name`, `weight`, `hash`) or as lists of those in that order."""
    found: dict[str, Lora] = {}
    for item in list_of(value)[:_MOST_LORAS]:
        lora = _lora(item)
        if lora is not None:
            found.setdefault(lora.name, lora)
    return tuple(found.values())


def paired_loras(names: Iterable[Any], weights: Iterable[Any]) -> tuple[Lora, ...]:
    """LoRAs whose names and weights stand in two lists."""
    pairs = zip(names, weights, strict=False)
    return read_loras([list(pair) for pair in pairs])


def _lora(item: Any) -> Lora | None:
    if isinstance(item, list):
        item = dict(zip(("name", "weight", "hash"), item, strict=False))
    elif isinstance(item, str):
        item = {"name": item}
    values = object_of(item)
    inner = object_of(values.get("model") or values.get("lora"))
    name = ""
    for key in ("name", "model_name", "modelName", "lora", "file", "model"):
        name = name or name_of(values.get(key)) or name_of(inner.get(key))
    if not name:
        return None
    weights = (number_of(values.get(key)) for key in ("weight", "strength", "strength_model"))
    weight = next((number for number in weights if number is not None), None)
    return Lora(name, weight, text_of(values.get("hash") or inner.get("hash"))[:100])


def _model(value: Any) -> str:
    """A model's name, alone or in an object that describes it."""
    values = object_of(value)
    for key in ("name", "model_name", "key"):
        value = values.get(key, value)
        if values.get(key):
            break
    return name_of(value)


def _side(value: Any) -> int | None:
    return whole_of(value, least=1, largest=_LARGEST_SIDE)


_READERS = {
    "prompt": text_of,
    "negative_prompt": text_of,
    "seed": lambda value: whole_of(value, least=-1),
    "steps": lambda value: whole_of(value, largest=_MOST_STEPS),
    "sampler": text_of,
    "scheduler": text_of,
    "guidance": number_of,
    "model": _model,
    "model_hash": text_of,
    "width": _side,
    "height": _side,
    "size": size_of,
    "loras": read_loras,
    "version": text_of,
    "program": text_of,
}
