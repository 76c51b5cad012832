"""What is common to all addresses that lead to another log-in service and back.

- Going there: a page of ours that leads on. A browser counts each redirect that follows a form as
  the form's own target, and our policy allows forms only to ourselves; so the form ends at that
  page, and no service has to be listed, whatever detours it takes.
- Coming back: one address whatever the language, since services compare it letter by letter; who
  left from an English page goes on in English.
- Failing: a page in our look, and a line in the log. A service may answer anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from limits.checking import TooMany, spend
from limits.middleware import answer

logger = logging.getLogger(__name__)
SERVICES = ("kakao", "naver", "google", "github", "openid_connect")
THERE = {f"{service}_login" for service in SERVICES}
BACK = {f"{service}_callback" for service in SERVICES}
CLOSED = {"google_login_by_token"}  # a second door of allauth's; it knows no nonce of ours
LANGUAGE = "social_language"


class SocialDoorsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _name(request) in THERE:
            return _leave(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        name = _name(request)
        if name in CLOSED:
            raise Http404
        if name in THERE and request.method == "POST":
            try:
                spend("social", request)
            except TooMany as error:
                return answer(request, error)
            request.session[LANGUAGE] = request.LANGUAGE_CODE
        if name in BACK:
            return _to_language(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if _name(request) not in THERE | BACK or isinstance(exception, Http404 | TooMany):
            return None
        if isinstance(exception, SocialApp.DoesNotExist):
            raise Http404 from exception
        logger.error("A log-in service could not be understood", exc_info=exception)
        return render(request, "socialaccount/authentication_error.html", status=401)


def _name(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return (match.url_name or "") if match else ""


def _leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that goes on by itself, in place of a redirect to another site."""
    if not isinstance(response, HttpResponseRedirect):
        return response
    target = urlsplit(response.url)
    if not target.netloc or target.netloc == request.get_host():
        return response
    page = render(
        request, "socialaccount/leaving.html", {"address": response.url, "host": target.netloc}
    )
    page["Cache-Control"] = "private, no-store"
    page.cookies = response.cookies
    return page


def _to_language(request: HttpRequest) -> HttpResponse | None:
    """Lead to the same address in the language that the person left from."""
    language = request.session.get(LANGUAGE, "")
    if language not in dict(settings.LANGUAGES) or language == request.LANGUAGE_CODE:
        return None
    path = request.get_full_path().removeprefix(f"/{request.LANGUAGE_CODE}")
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return HttpResponseRedirect(f"{prefix}{path}")
