"""The moderation area: what waits for a decision, many tiles on a screen."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.images.models import SourceImageIOError

from community.models import UNDO_FOR, Decision, ReasonTemplate
from community.moderation_acts import ACTS, Press, act
from community.moderation_queue import TABS, Tab, page_of, tabs_of, waiting
from community.moderation_reasons import LONGEST, Reason
from community.moderation_scope import decider, decides_everywhere
from community.moderation_steps import undo
from community.rights import may_moderate
from pictures.file_views import private, stored_file
from pictures.models import PicturePage

THUMBNAIL = "max-640x640|format-webp"
MOST_BYTES = 64 * 1024


@require_safe
def index(request: HttpRequest, name: str = "") -> HttpResponse:
    """A tab; without a name the first in which something waits."""
    if not may_moderate(decider(request)):
        raise PermissionDenied
    counts = waiting(decider(request))
    first = next((tab for tab, number in counts if number), counts[0][0])
    tab = _tab(request, name) if name else first
    page, tiles = page_of(tab, decider(request), request.GET.get("p"))
    return render(
        request,
        "community/moderation/index.html",
        {
            "tab": tab,
            "tiles": tiles,
            "page": page,
            "tabs": [
                {
                    "tab": each,
                    "number": number,
                    "url": reverse("moderation:tab", args=[each.name]),
                }
                for each, number in counts
            ],
            "templates": ReasonTemplate.objects.filter(use__in=["", tab.reason_use]),
            "longest": LONGEST,
            "last": Decision.objects.undoable_by(decider(request).pk).first(),
            "minutes": UNDO_FOR.seconds // 60,
            "may_ban": decides_everywhere(decider(request)),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Moderation")},
            ],
        },
    )


@require_POST
def act_on(request: HttpRequest, name: str) -> JsonResponse:
    """Decide on the tiles that `ids` names; what became of each."""
    tab = _tab(request, name)
    data = _body(request)
    ids = [value for value in data.get("ids", []) if isinstance(value, int)]
    action = str(data.get("action", ""))
    if not ids or action not in ACTS[tab.name]:
        return JsonResponse({"problem": _("There is nothing to do.")}, status=400)
    seen = {
        int(pk): version
        for pk, version in dict(data.get("seen") or {}).items()
        if str(pk).isdecimal() and isinstance(version, int)
    }
    press = Press(by=decider(request), reason=_reason(data), seen=seen)
    outcome = act(press=press, tab=tab.name, action=action, ids=ids)
    gone = [pk for pk in ids if pk not in outcome.done and pk not in outcome.refused]
    return JsonResponse(
        {
            "done": [*outcome.done, *gone],
            "refused": outcome.refused,
            "decision": outcome.decision.pk if outcome.decision else None,
            "words": ngettext("%(n)s decided.", "%(n)s decided.", len(outcome.done))
            % {"n": len(outcome.done)},
        }
    )


@require_POST
def undo_last(request: HttpRequest) -> JsonResponse:
    """Take back the last decision of whoever asks, or the one named."""
    if not may_moderate(decider(request)):
        raise PermissionDenied
    named = _body(request).get("decision")
    decision = undo(by=decider(request), decision_id=named if isinstance(named, int) else None)
    if decision is None:
        return JsonResponse({"problem": _("There is nothing to undo any more.")}, status=409)
    return JsonResponse({"decision": decision.pk, "words": _("Undone.")})


@require_safe
def thumbnail(request: HttpRequest, picture_id: int) -> HttpResponseBase:
    """The image of a picture as its latest draft has it, for those who decide on it."""
    picture = get_object_or_404(PicturePage, pk=picture_id)
    if not may_moderate(decider(request), picture):
        raise Http404
    image = picture.get_latest_revision_as_object().image
    if image is None:
        raise Http404
    try:
        rendition = image.get_rendition(THUMBNAIL)
    except (SourceImageIOError, FileNotFoundError) as error:
        raise Http404 from error
    response = private(stored_file(storages["default"], rendition.file.name))
    response["Cache-Control"] = "private, max-age=300"
    return response


def _tab(request: HttpRequest, name: str) -> Tab:
    if name not in TABS:
        raise Http404
    if not may_moderate(decider(request)) or TABS[name] not in tabs_of(decider(request)):
        raise PermissionDenied
    return TABS[name]


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body[:MOST_BYTES] or b"{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _reason(data: dict[str, Any]) -> Reason:
    number = data.get("template")
    template = ReasonTemplate.objects.filter(pk=number).first() if isinstance(number, int) else None
    return Reason(str(data.get("reason", "")).strip()[:LONGEST], template)
