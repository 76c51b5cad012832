"""What editors correct in a recipe that was read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pictures.recipe import Recipe
from pictures.recipe_lines import with_hashes


def with_corrections(start: Recipe, own: Recipe, changes: Mapping[str, Any]) -> Recipe:
    """`start` with `changes` (names and values of `Recipe`); `own` is what the image itself tells.

    LoRAs keep the hashes that are known of them. What is as the image tells it is not corrected.
    """
    changes = dict(changes)
    if "loras" in changes:
        hashes = {lora.name: lora.hash for lora in (*own.loras, *start.loras)}
        changes["loras"] = with_hashes(changes["loras"], hashes)
    if not changes:
        return start
    recipe = replace(start, **changes, is_partial=False, is_corrected=True)
    as_found = replace(recipe, is_partial=own.is_partial, is_corrected=own.is_corrected)
    return own if as_found == own else recipe
