"""What a generation was asked for, as the form takes it, and what changed since the one before."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sd_bridge.engines.asking import RANDOM_SEED
from sd_bridge.forms import GenerationForm
from sd_bridge.models import Generation

PLAIN = (
    "prompt",
    "negative_prompt",
    "format",
    "count",
    "model",
    "sampler",
    "scheduler",
    "steps",
    "cfg_scale",
)
SAID_IN_WORDS = ("prompt", "negative_prompt", "hires_prompt", "hires_negative_prompt")
NOT_COMPARED = ("source", "preset", "kind", "slots")


def asked(generation: Generation) -> dict[str, Any]:
    """The form's fields by their names; settings that were left as they are do not appear."""
    return {
        **{name: getattr(generation, name) for name in PLAIN},
        "width": generation.width,
        "height": generation.height,
        "seed": "" if generation.seed == RANDOM_SEED else generation.seed,
        **generation.settings,
        "kind": generation.kind,
        "source": source_of(generation),
        "preset": generation.preset_id or "",
        "slots": generation.slots,
    }


def source_of(generation: Generation) -> dict[str, Any] | None:
    """The picture it began with; None without one. Its copy serves where the picture is gone."""
    if not generation.has_source:
        return None
    return {
        **_origin(generation),
        "preview_url": reverse("source_file", args=[generation.uuid]),
        "width": None,
        "height": None,
    }


def _origin(generation: Generation) -> dict[str, Any]:
    result, page, image = (
        generation.source_result,
        generation.source_page,
        generation.source_image,
    )
    if result is not None and not result.is_discarded:
        label = _("Result %(number)s") % {"number": result.index + 1}
        return {"result": f"{result.generation.uuid}/{result.index}", "label": label}
    if page is not None:
        return {"page": page.pk, "label": page.title}
    if image is not None:
        return {"image": image.pk, "label": image.title}
    return {"generation": str(generation.uuid), "label": _("The picture it began with")}


def changes_since(generation: Generation, previous: Generation | None) -> str:
    """“steps 20 → 30, prompt” against the request before it; "" where nothing can be said."""
    if previous is None:
        return ""
    before, now = asked(previous), asked(generation)
    if before["kind"] != now["kind"]:
        return ""
    names = [name for name in dict.fromkeys([*now, *before]) if name not in NOT_COMPARED]
    if "format" in names and before["format"] != now["format"]:
        names = [name for name in names if name not in ("width", "height")]
    changed = [name for name in names if before.get(name, "") != now.get(name, "")]
    return ", ".join(_change(name, before.get(name, ""), now.get(name, "")) for name in changed)


def _change(name: str, before: Any, now: Any) -> str:
    label = str(_labels().get(name, name))
    if name in SAID_IN_WORDS:
        return label
    return f"{label} {_shown(name, before)} → {_shown(name, now)}"


def _labels() -> dict[str, Any]:
    fields = GenerationForm.base_fields
    sides = {"width": _("width"), "height": _("height")}
    return sides | {name: field.label for name, field in fields.items() if field.label}


def _shown(name: str, value: Any) -> str:
    if name == "seed" and value == "":
        return _("random")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return str(value) if value != "" else "–"
