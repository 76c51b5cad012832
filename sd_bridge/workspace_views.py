"""The workspace: the form on its left, what it opens with, and what its scripts ask for.

Starting, watching and keeping are `tray_views`.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sd_bridge import presets
from sd_bridge.access import may_generate
from sd_bridge.generating import cancel_generation
from sd_bridge.json_views import BadRequest, json_view, read_object
from sd_bridge.models import Generation, Preset
from sd_bridge.panel_requests import cleaned, editor, key_in
from sd_bridge.source_tiles import source_named
from sd_bridge.workspace_screen import workspace_screen
from sd_bridge.workspace_status import workspace_status

PROMPTS = 50  # that Alt+↑ walks through


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = cast(AbstractUser, request.user)
    if not may_generate(user):
        raise PermissionDenied
    return render(request, "sd_bridge/workspace.html", workspace_screen(user, request.GET.dict()))


@json_view("GET", "HEAD")
def status(request: HttpRequest) -> JsonResponse:
    """Engines and how much of the day's share is used, in words."""
    return JsonResponse(workspace_status(editor(request)))


@json_view("GET", "HEAD")
def source(request: HttpRequest) -> JsonResponse:
    """The picture named by `result`, `image` or `page`, as the form shows it."""
    found = source_named(editor(request), request.GET.dict())
    if found is None:
        raise Http404
    return JsonResponse(found)


@json_view("GET", "HEAD")
def preset(request: HttpRequest, preset_id: int) -> JsonResponse:
    """What a preset fills in."""
    found = get_object_or_404(presets.usable_by(editor(request)), pk=preset_id)
    return JsonResponse(presets.as_fields(found))


@json_view("GET", "HEAD")
def prompts(request: HttpRequest) -> JsonResponse:
    """What the editor asked for before, the newest first, each once."""
    mine = Generation.objects.by(editor(request)).exclude(prompt="").newest_first()
    found = dict.fromkeys(mine.values_list("prompt", flat=True)[: 4 * PROMPTS])
    return JsonResponse({"prompts": list(found)[:PROMPTS]})


@json_view("POST")
def cancel_waiting(request: HttpRequest) -> JsonResponse:
    """End everything of the editor's own that no engine has begun."""
    user = editor(request)
    waiting = list(Generation.objects.waiting().by(user))
    for generation in waiting:
        cancel_generation(generation=generation, user=user)
    return JsonResponse({"cancelled": len(waiting)})


@json_view("POST")
def save_preset(request: HttpRequest) -> JsonResponse:
    """Make a preset of the form's fields, or with `preset` a new version of that one."""
    data = read_object(request)
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise BadRequest(_("Please correct the marked fields."), {"name": _("Give it a name.")})
    saved = presets.save_from_fields(
        editor(request), name, cleaned(data), preset=_preset(request, data)
    )
    sentence = _("Saved:") if saved.live else _("Saved as a draft:")
    return JsonResponse(
        {
            "id": saved.pk,
            "name": saved.name,
            "edit_url": _edit_url(saved),
            "is_usable": saved.is_usable,
            "sentence": sentence,
        }
    )


def _preset(request: HttpRequest, data: dict[str, Any]) -> Preset | None:
    key = key_in(data, "preset")
    if key is None:
        return None
    return get_object_or_404(presets.usable_by(editor(request)), pk=key)


def _edit_url(saved: Preset) -> str:
    return reverse(saved.snippet_viewset.get_url_name("edit"), args=[saved.pk])
