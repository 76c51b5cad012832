"""Readers of recipes, one module a program; all of them read texts, none opens a file.

Each is asked in turn and answers None where the texts are not its own. None of them fails, and
none takes longer than in proportion to the length of the texts: they come from anybody.
"""

from __future__ import annotations

from pictures.recipe import Recipe
from pictures.recipe_readers import comfyui, fooocus, invokeai, novelai, others, swarmui
from pictures.recipe_readers.texts import Texts

_READERS = (
    swarmui.read,
    fooocus.read,
    novelai.read,
    invokeai.read,
    comfyui.read,
    others.read_draw_things,
    others.read_easy_diffusion,
    others.read_own,
    others.read_civitai,
    others.read_midjourney,
    others.read_any,
)


def read_programs(texts: Texts) -> Recipe | None:
    """The recipe that a program wrote in a form of its own; None where no reader knows it."""
    for read in _READERS:
        recipe = read(texts)
        if recipe is not None:
            return recipe
    return None
