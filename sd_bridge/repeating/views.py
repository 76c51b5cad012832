"""A picture's own page of recipe checks: ask for one, see what came of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pictures.models import PicturePage
from pictures.recipe_display import recipe_rows
from sd_bridge.access import may_generate
from sd_bridge.models import RecipeCheck, Result
from sd_bridge.refusals import GenerationError
from sd_bridge.repeating.asking import ask_again, can_be_asked
from sd_bridge.repeating.likeness import HIGHEST
from sd_bridge.repeating.reasons import reasons_before, reasons_of
from sd_bridge.source_tiles import page_tile_of

SHOWN = 10


@never_cache
@require_safe
def show(request: HttpRequest, page_id: int) -> HttpResponse:
    picture = _picture_or_403(request, page_id)
    checks = _checks(picture)
    title = _("Check the recipe")
    context = {
        "header_title": f"{title}: {picture.title}",
        "header_icon": "generate",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[picture.pk]),
                "label": picture.get_admin_display_title(),
            },
            {"url": "", "label": title},
        ],
        "media": _media(),
        "picture": picture,
        "tile": page_tile_of(picture),
        "rows": recipe_rows(picture.recipe),
        "before": reasons_before(picture),
        "checks": [_described(check) for check in checks],
        "can_be_asked": can_be_asked(picture),
        "is_under_way": any(check.is_open for check in checks),
    }
    return render(request, "sd_bridge/recipe_check.html", context)


@require_POST
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    picture = _picture_or_403(request, page_id)
    try:
        ask_again(picture, cast(AbstractUser, request.user))
    except GenerationError as error:
        for sentence in dict.fromkeys(error.fields.values() or [error.sentence]):
            messages.error(request, sentence)
    return redirect("sd_recipe_checks:show", picture.pk)


@never_cache
@require_safe
def state(request: HttpRequest, page_id: int) -> JsonResponse:
    """How far the check under way is, for the page that waits for it."""
    picture = _picture_or_403(request, page_id)
    check = RecipeCheck.objects.of_page(picture).open().select_related("generation").first()
    return JsonResponse(
        {"is_under_way": check is not None, "words": _progress(check) if check else ""}
    )


def _picture_or_403(request: HttpRequest, page_id: int) -> PicturePage:
    picture = get_object_or_404(PicturePage.objects.select_related("image"), pk=page_id)
    if not may_generate(request.user, picture):
        raise PermissionDenied
    return picture


def _checks(picture: PicturePage) -> list[RecipeCheck]:
    rows = RecipeCheck.objects.of_page(picture).newest_first()
    return list(rows.select_related("generation__requested_by", "image")[:SHOWN])


def _described(check: RecipeCheck) -> dict[str, Any]:
    generation = check.generation
    result = _result(check)
    return {
        "check": check,
        "verdict": check.get_verdict_display(),
        "reasons": [] if check.is_open else reasons_of(check),
        "figures": _figures(check),
        "progress": _progress(check) if check.is_open else "",
        "engine": generation.engine if generation else "",
        "by": generation.requested_by if generation else None,
        "view": result.url if result else "",
        "workspace_url": (
            f"{reverse('sd_workspace:index')}?generation={generation.uuid}" if generation else ""
        ),
    }


def _result(check: RecipeCheck) -> Result | None:
    if check.generation is None:
        return None
    tray = Result.objects.in_tray().filter(generation=check.generation)
    return tray.select_related("generation").order_by("index").first()


def _figures(check: RecipeCheck) -> str:
    if check.decibels is None or check.bits is None:
        return ""
    if check.decibels >= HIGHEST:
        return _("Pixel for pixel the same.")
    return _("PSNR %(decibels)s dB; %(bits)s of 64 bits of the difference hash differ.") % {
        "decibels": f"{check.decibels:g}",
        "bits": check.bits,
    }


def _progress(check: RecipeCheck) -> str:
    generation = check.generation
    if generation is None or generation.is_finished:
        return _("Comparing …")
    if generation.state == generation.State.RUNNING:
        percent = round(generation.progress * 100)
        return _("Painting on %(engine)s: %(percent)s %%") % {
            "engine": generation.engine,
            "percent": percent,
        }
    return _("Waiting for an engine")


def _media() -> Media:
    script: Any = Script("sd_bridge/js/recipe-check.js", type="module")
    return Media(css={"all": ["sd_bridge/css/recipe-check.css"]}, js=[script])
