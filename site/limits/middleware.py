"""Answers a spent budget: a page for people, JSON for programs, and how long to wait for both."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from limits.checking import CannotTell, TooMany
from limits.words import refusal, waiting


class LimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception) if isinstance(exception, TooMany) else None


def answer(request: HttpRequest, error: TooMany) -> HttpResponse:
    """429, or 503 where nobody could count."""
    known = not isinstance(error, CannotTell)
    status = 429 if known else 503
    title, words = refusal(is_known=known), waiting(error.seconds)
    if wants_json(request):
        body = {
            "status": status,
            "title": title,
            "detail": f"{title} {words}",
            "retry_after": error.seconds,
        }
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        context = {"status": status, "refused": title, "waiting": words}
        response = render(request, "429.html", context, status=status)
    response["Retry-After"] = str(error.seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Scripts get JSON: they put the sentence where the person is looking."""
    if getattr(request, "htmx", False):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
