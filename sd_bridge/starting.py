"""From what the form sends to a generation in the queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import GalleryImage
from pictures.storable import storable
from sd_bridge import interrogating, presets
from sd_bridge.forms import GenerationForm
from sd_bridge.generating import request_generation
from sd_bridge.json_views import BadRequest, read_object
from sd_bridge.models import Generation, Preset
from sd_bridge.panel_requests import (
    cleaned,
    editor,
    generation_or_403,
    key_in,
    named_result,
    page_or_403,
    unreadable,
)
from sd_bridge.sources import Source

MAX_SLOTS = 50


def start(request: HttpRequest, page: Page | None = None) -> Generation:
    """Queue what the body asks for; in the workspace its `topic` is the page, if it names one.

    Raises `BadRequest`, `Http404`, `PermissionDenied` or `GenerationError`.
    """
    return start_asked(request, read_object(request), page)


def start_asked(
    request: HttpRequest,
    data: dict[str, Any],
    page: Page | None = None,
    *,
    source: Source | None = None,
    form: type[GenerationForm] = GenerationForm,
) -> Generation:
    """As `start`, of `data` that was read already; `source` is a picture that came with it."""
    if data.get("kind") == "interrogate":
        return _interrogate(request, data, source)
    further: dict[str, Any] = {}
    if source is not None or data.get("source"):
        further["source"] = source or _source(request, data)
    if data.get("preset"):
        further["preset"] = _preset(request, data)
        further["slots"] = _slots(data)
    return request_generation(
        user=editor(request),
        page=page if page is not None else _topic(request, data),
        **further,
        **cleaned(data, form),
    )


def start_interrogation(request: HttpRequest) -> Generation:
    """Queue the question what is to be seen in the body's `source`. Raises as `start` does."""
    return _interrogate(request, read_object(request))


def _interrogate(
    request: HttpRequest, data: dict[str, Any], source: Source | None = None
) -> Generation:
    if source is None and not data.get("source"):
        raise _wrong("source", _("Choose a picture."))
    interrogator = data.get("interrogator") or "clip"
    return interrogating.ask(
        editor(request),
        source or _source(request, data),
        str(interrogator),
        engine=str(data.get("engine") or ""),
    )


def _topic(request: HttpRequest, data: dict[str, Any]) -> Page | None:
    key = key_in(data, "topic")
    return None if key is None else page_or_403(request, key)


def _source(request: HttpRequest, data: dict[str, Any]) -> Source:
    """The picture to begin with: a result, an image of the gallery, or a picture's page."""
    source = data["source"]
    if not isinstance(source, dict):
        raise unreadable()
    if source.get("result"):
        return Source.from_result(named_result(request, source["result"]))
    if source.get("generation"):
        return Source.from_generation(_generation(request, source["generation"]))
    for name, model, make in (
        ("image", GalleryImage, Source.from_image),
        ("page", Page, Source.from_page),
    ):
        key = key_in(source, name)
        if key is not None:
            found = model.objects.filter(pk=key).first()
            if found is None:
                raise _wrong("source", _("This picture is no longer there."))
            return make(found)
    raise _wrong("source", _("Choose a picture."))


def _generation(request: HttpRequest, name: object) -> Generation:
    try:
        return generation_or_403(request, UUID(str(name)))
    except ValueError as error:
        raise unreadable() from error


def _slots(data: dict[str, Any]) -> dict[str, str]:
    slots = data.get("slots") or {}
    if not isinstance(slots, dict) or len(slots) > MAX_SLOTS:
        raise unreadable()
    if not all(isinstance(value, str) and storable(value) == value for value in slots.values()):
        raise unreadable()
    return slots


def _preset(request: HttpRequest, data: dict[str, Any]) -> Preset:
    key = key_in(data, "preset")
    usable = presets.usable_by(editor(request))
    found = usable.filter(pk=key).first() if key is not None else None
    if found is None:
        raise _wrong("preset", _("This preset cannot be used any more."))
    return found


def _wrong(field: str, sentence: str) -> BadRequest:
    return BadRequest(_("Please correct the marked fields."), {field: sentence})
