"""SwarmUI: one object, `sui_image_params`; names of LoRAs and their weights in two lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pictures.recipe import Lora, Recipe
from pictures.recipe_readers.flat import paired_loras, read_flat
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import list_of, name_of, object_of, text_of


def read(texts: Texts) -> Recipe | None:
    raw, values = texts.any_with("sui_image_params")
    settings = object_of(values.get("sui_image_params"))
    if not settings:
        return None
    hashes = _hashes(values.get("sui_models"))
    names, weights = _listed(settings.get("loras")), _listed(settings.get("loraweights"))
    weights += [1.0] * (len(names) - len(weights))
    used = ("loras", "loraweights")
    return read_flat(
        {
            **{key: value for key, value in settings.items() if key not in used},
            **object_of(values.get("sui_extra_data")),
        },
        raw=raw,
        program="SwarmUI",
        loras=_with_hashes(paired_loras(names, weights), hashes),
        model_hash=hashes.get(name_of(settings.get("model")), ""),
    )


def _listed(value: Any) -> list[Any]:
    """A list, also when it is written as text with commas."""
    return value.split(",") if isinstance(value, str) and value else list(list_of(value))


def _hashes(value: Any) -> dict[str, str]:
    """Name → hash without its `0x`, of models and LoRAs alike."""
    models = [object_of(item) for item in list_of(value)[:200]]
    return {
        name_of(model.get("name")): text_of(model.get("hash")).removeprefix("0x")[:100]
        for model in models
    }


def _with_hashes(loras: tuple[Lora, ...], hashes: dict[str, str]) -> tuple[Lora, ...]:
    return tuple(replace(lora, hash=hashes.get(lora.name, "")) for lora in loras)
