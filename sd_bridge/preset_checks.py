"""What keeps a preset from being published: its name, its slots, settings no request could have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sd_bridge.engines.asking import ImageToImage, TextToImage
from sd_bridge.engines.errors import RequestInvalid
from sd_bridge.slots import SlotError, read_template

if TYPE_CHECKING:
    from sd_bridge.models import Preset

_COLUMN_OF = {"prompt": "prompt_template"}
_OVER_IMAGE = ("denoising", "resize_mode")
_ONLY_FROM_WORDS = "hires_"


def problems(preset: Preset) -> None:
    """Raises `ValidationError`, by field; each setting is held against the bounds of a request."""
    found: dict[str, Any] = {}
    if _is_taken(preset):
        found["name"] = _("There is a preset of this name.")
    try:
        template = read_template(preset.prompt_template)
    except SlotError as error:
        found["prompt_template"] = str(error)
    else:
        # A draft may still lack it; publishing asks for the field itself.
        prompt = template.fill(dict.fromkeys(template.names, "x")) or "x"
        found |= _out_of_bounds(preset, prompt)
    if found:
        raise ValidationError(found)


def _is_taken(preset: Preset) -> bool:
    """Names that differ in capitals only would be mistaken for each other."""
    others = type(preset).objects.filter(name__iexact=preset.name.strip())
    return others.exclude(pk=preset.pk).exists()


def _out_of_bounds(preset: Preset, prompt: str) -> dict[str, str]:
    values = {"prompt": prompt, "negative_prompt": preset.negative_prompt, **preset.parameters}
    for name in ("width", "height"):  # the format decides where one of them is left open
        if not (preset.width and preset.height):
            values.pop(name, None)
    over_image = {name: value for name, value in values.items() if name in _OVER_IMAGE}
    painting = {
        name: value for name, value in values.items() if name not in (*_OVER_IMAGE, "format")
    }
    common = {
        name: value for name, value in painting.items() if not name.startswith(_ONLY_FROM_WORDS)
    }
    return {
        **_refused(TextToImage, painting),
        **_refused(ImageToImage, {"image": b"-", **common, **over_image}),
    }


def _refused(request: type, values: dict[str, Any]) -> dict[str, str]:
    try:
        request(**values)
    except RequestInvalid as error:
        return {_COLUMN_OF.get(name, name): reason for name, reason in error.fields.items()}
    return {}
