"""What the form needs besides its fields, in the panel and in the workspace."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.urls import reverse

from pictures.formats import PictureFormat
from sd_bridge import presets
from sd_bridge.engine_registry import engine_names


def form_screen(user: AbstractUser | AnonymousUser) -> dict[str, Any]:
    names = engine_names()
    return {
        "shapes": shapes(),
        "lists_url": reverse("sd_bridge:lists"),
        "engines": names if len(names) > 1 else [],
        "presets": list(presets.usable_by(user).values_list("pk", "name")),
        "preset_url": reverse("sd_workspace:preset", args=[0]),
    }


def shapes() -> list[dict[str, Any]]:
    """The formats as buttons: a word, a ratio, and the size in px asked of the engine."""
    found = []
    for shape in PictureFormat:
        name, _space, ratio = str(shape.label).rpartition(" ")
        width, height = shape.generation_size
        found.append(
            {"value": shape.value, "name": name, "ratio": ratio, "width": width, "height": height}
        )
    return found
