"""How views that change something answer: data for scripts, the page one came from for forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, which shows the outcome itself."""
    return bool(getattr(request, "htmx", False)) or "application/json" in request.headers.get(
        "Accept", ""
    )


def done(request: HttpRequest, data: dict[str, Any], *, back: str, words: str = "") -> HttpResponse:
    """It worked: `data` for scripts, else back with `words` as a message."""
    if wants_data(request):
        return private(JsonResponse(data))
    if words:
        messages.success(request, words)
    return HttpResponseRedirect(back, status=303)


def refused(request: HttpRequest, why: str, *, back: str, status: int = 403) -> HttpResponse:
    """It did not: a sentence, as `error` for scripts, else as a message on the page before."""
    if wants_data(request):
        return private(JsonResponse({"error": why}, status=status))
    messages.error(request, why)
    return HttpResponseRedirect(back, status=303)


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def back_to(request: HttpRequest, fallback: str, *, anchor: str = "") -> str:
    """The page of ours that the form was sent from, at `anchor`; `fallback` where it is unknown.

    No anchor is needed on `fallback` itself, the page of what the form is about.

    `next` among the form's fields goes before what the browser tells.
    """
    wanted = request.POST.get("next", "") or came_from(request)
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, None):
        return fallback
    path, _hash, own_anchor = wanted.partition("#")
    anchor = own_anchor or ("" if path == fallback else anchor)
    return f"{path}#{anchor}" if anchor else path


def came_from(request: HttpRequest) -> str:
    """Path and query of the page of ours that led here; "" for any other and for this one."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if (parts.scheme, parts.netloc) != (request.scheme, request.get_host()):
        return ""
    if parts.path == request.path:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def member_id(request: HttpRequest) -> int:
    """Of who is signed in; the view has made sure that somebody is."""
    pk = request.user.pk
    assert pk is not None
    return pk
