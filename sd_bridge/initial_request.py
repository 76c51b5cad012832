"""What the panel's fields hold when the form opens."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from pictures.formats import PictureFormat
from pictures.models import PicturePage
from pictures.recipe import Recipe
from sd_bridge.engines.asking import RANDOM_SEED
from sd_bridge.models import Generation

FIELDS = ("prompt", "negative_prompt", "format", "model", "sampler", "scheduler", "steps")


def initial_request(page: Page) -> dict[str, Any]:
    """What was last asked for the page, else what its picture was made with."""
    if page.pk:
        painted = [Generation.Kind.TEXT, Generation.Kind.IMAGE]
        last = Generation.objects.on_page(page).filter(kind__in=painted).newest_first().first()
        if last is not None:
            return _from_generation(last)
    if isinstance(page, PicturePage):
        return {"count": 1, **_from_recipe(page.recipe, page.format)}
    return {}


def _from_generation(generation: Generation) -> dict[str, Any]:
    asked = {name: getattr(generation, name) for name in (*FIELDS, "cfg_scale", "count", "seed")}
    if asked["seed"] == RANDOM_SEED:
        asked["seed"] = None
    return asked


def _from_recipe(recipe: Recipe, picture_format: str) -> dict[str, Any]:
    known = {
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "format": picture_format or PictureFormat.LANDSCAPE,
        "steps": recipe.steps,
    }
    return {name: value for name, value in known.items() if value}
