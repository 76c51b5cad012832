"""POST requests of public pages, whose forms carry no token because they are the same for everyone.

A script fetches the token from `/me/state/` and sends it; then the view acts at once. Without a
script the form arrives without one: the answer is a small page with the same fields and a token,
for one more press. It is shown only to requests that come from our own pages, and in no frame.
A visitor needs no second press: what they begin waits for their log-in (`community.intents`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.answering import came_from, private

MOST_FIELDS = 20
_MARK = "_is_confirmed"


class _Check(CsrfViewMiddleware):
    """Tells the reason instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def confirmed(
    question: str | Promise,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let the decorated POST view act only on a request with a valid token.

    `question` is the lazily translated sentence above the button of the small page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_POST
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _has_token(request, view):
                if not is_same_origin(request):
                    raise PermissionDenied(_("This came from another site."))
                if request.user.is_authenticated:
                    return ask_again(request, question)
            setattr(request, _MARK, True)
            return view(request, *args, **kwargs)

        checked.asks_to_confirm = question  # type: ignore[attr-defined]
        return checked

    return decorate


def is_confirmed(request: HttpRequest) -> bool:
    """Whether a view decorated so is answering: the request is meant by who sent it."""
    return getattr(request, _MARK, False)


def _has_token(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    return _Check(lambda _request: HttpResponse()).process_view(request, view, (), {}) is None


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of ours sent this request. Browsers that tell nothing are not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def ask_again(request: HttpRequest, question: str | Promise) -> HttpResponse:
    """The small page: the same fields, a token, one button."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ][:MOST_FIELDS]
    if "next" not in request.POST:
        fields.append(("next", came_from(request)))
    response = render(request, "community/confirm.html", {"question": question, "fields": fields})
    response["X-Frame-Options"] = "DENY"
    # Replaced: an update would only add 'none' to 'self', which browsers then ignore.
    vars(response)["_csp_replace"] = {"frame-ancestors": ["'none'"]}
    return private(response)
