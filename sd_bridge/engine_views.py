"""The page of engines: who may generate may read it, and have an engine looked at again."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sd_bridge import engine_registry, probing
from sd_bridge.access import may_generate
from sd_bridge.engine_panel import engines_media
from sd_bridge.engine_screen import describe_engines, describe_mine
from sd_bridge.engine_state import overview
from sd_bridge.engines.errors import EngineError
from sd_bridge.json_views import json_view
from sd_bridge.waking import wake_workers


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    described = describe_engines(_editor(request))
    context = {
        "header_title": _("Engines"),
        "header_icon": "engine",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Engines")},
        ],
        "media": engines_media(),
        **described,
    }
    return render(request, "sd_bridge/engines/index.html", context)


@json_view("GET", "HEAD")
def state(request: HttpRequest) -> JsonResponse:
    """What has changed since the page was loaded; `mine` for the dashboard."""
    user = _editor(request)
    return JsonResponse({**describe_engines(user), "mine": describe_mine(user)})


@require_POST
def try_now(request: HttpRequest, name: str) -> HttpResponse:
    """Look whether it is there, without waiting for the end of its rest."""
    _editor(request)
    _known_or_404(name)
    if probing.probe([name]):
        wake_workers()
    [engine] = [each for each in overview() if each.name == name]
    told = _("%(engine)s: %(sentence)s") % {"engine": name, "sentence": engine.sentence}
    (messages.success if engine.is_online else messages.warning)(request, told)
    return redirect("sd_bridge_engines:index")


@require_POST
def read_lists(request: HttpRequest, name: str) -> HttpResponse:
    """Its models, samplers and the rest, as they are now."""
    _editor(request)
    _known_or_404(name)
    engine_registry.forget_lists(name)
    try:
        lists = engine_registry.cached_lists(name)
    except EngineError as error:
        words = {"engine": name, "sentence": error.sentence}
        messages.error(request, _("%(engine)s: %(sentence)s") % words)
    else:
        found = {"engine": name, "models": len(lists.models), "samplers": len(lists.samplers)}
        messages.success(
            request, _("%(engine)s: models %(models)s, samplers %(samplers)s.") % found
        )
        wake_workers()
    return redirect("sd_bridge_engines:index")


def _editor(request: HttpRequest) -> AbstractUser:
    if not may_generate(request.user):
        raise PermissionDenied
    return cast(AbstractUser, request.user)


def _known_or_404(name: str) -> None:
    if name not in engine_registry.engine_names():
        raise Http404
