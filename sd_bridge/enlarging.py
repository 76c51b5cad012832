"""How an enlarged picture was made: as the one it was made from, and then enlarged."""

from __future__ import annotations

from dataclasses import replace

from pictures.infotext import is_settings, write_pairs
from pictures.recipe import Recipe
from sd_bridge.engines.asking import Upscale
from sd_bridge.models import Generation


def enlarged_recipe(generation: Generation) -> Recipe:
    """The recipe of the source, and what WebUI would add to its text."""
    recipe = generation.source_as_recipe()
    added = _added(generation)
    raw = recipe.raw
    if is_settings(raw.strip().rpartition("\n")[2]):
        raw = f"{raw.rstrip()}, {write_pairs(added.items())}"
    return replace(recipe, extras={**recipe.extras, **added}, raw=raw)


def _added(generation: Generation) -> dict[str, str]:
    asked = generation.settings
    factor = asked.get("upscale_by", Upscale.__dataclass_fields__["upscale_by"].default)
    found = {
        "Postprocess upscale by": f"{factor:g}",
        "Postprocess upscaler": str(asked.get("upscaler", "")),
    }
    if asked.get("upscaler_2") and asked.get("upscaler_2_visibility"):
        found["Postprocess upscaler 2"] = str(asked["upscaler_2"])
    for name, label in (
        ("gfpgan_visibility", "Postprocess GFPGAN visibility"),
        ("codeformer_visibility", "Postprocess CodeFormer visibility"),
    ):
        if asked.get(name):
            found[label] = f"{asked[name]:g}"
    return found
