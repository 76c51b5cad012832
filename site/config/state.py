"""`/me/state/`: the one personal request of a public page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from community import state as community
from sd_bridge.ways_in import ways_in


@require_safe
def me_state(request: HttpRequest) -> JsonResponse:
    """Who asks, what they may do here, and their CSRF token.

    `page` in the query names the page they look at, for the link to edit it, `pictures` those on
    it. A visitor gets a token, and with it a cookie, only when they do something: not while a page
    loads (`at=load`).
    """
    wants_token = request.user.is_authenticated or request.GET.get("at") != "load"
    answer: dict[str, Any] = {
        "user": None,
        "csrf": get_token(request) if wants_token else None,
        "links": {},
        "messages": [str(message) for message in messages.get_messages(request)],
    }
    if request.user.is_authenticated:
        page = _page(request)
        answer["user"] = {"name": request.user.shown_name(), "url": None}
        answer |= community.state(request, page)
        if request.user.has_perm("wagtailadmin.access_admin"):
            answer["links"] = {
                "admin": reverse("wagtailadmin_home"),
                "edit": _edit_link(request, page),
                **ways_in(request.user, page),
            }
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest) -> Page | None:
    number = request.GET.get("page", "")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    return Page.objects.filter(pk=int(number)).first()


def _edit_link(request: HttpRequest, page: Page | None) -> str | None:
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return None
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
