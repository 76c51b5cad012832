"""The outside of `/api/`: what answers have in common wherever they come from, Django included."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from config.encodings import compress, encoding_for
from config.language import API
from limits.checking import Allowance
from rest.problems import MEDIA_TYPE, Problem, problem_response

CODES = {
    400: "unreadable",
    401: "sign_in",
    403: "forbidden",
    404: "not_found",
    405: "method",
    413: "too_large",
    429: "too_many",
    503: "unavailable",
}
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class ApiEdgeMiddleware:
    """Failures become problems, HEAD is GET without its body, limits are told, text is packed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"  # operations know one method each
        response = self.get_response(request)
        if response.status_code >= 400 and not _is_problem(response):
            response = _as_problem(request, response)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        response.headers.setdefault("Cache-Control", "private, no-store")
        _tell_limits(response, getattr(request, "api_allowances", []))
        if not response.streaming:
            _pack(request, response)
            response["Content-Length"] = str(len(response.content))
        if is_head:
            request.method = "HEAD"
            response.content = b""
        return response


def _is_problem(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith(MEDIA_TYPE)


def _as_problem(request: HttpRequest, old: HttpResponse) -> HttpResponse:
    """In place of a page for people. What was logged and raised, was."""
    code = CODES.get(old.status_code, "broken" if old.status_code >= 500 else "invalid")
    headers = {name: old[name] for name in KEPT if old.has_header(name)}
    return problem_response(request, Problem(old.status_code, code, headers=headers))


def _tell_limits(response: HttpResponse, allowances: list[Allowance]) -> None:
    """As draft-ietf-httpapi-ratelimit-headers-10 writes it, a member for each budget."""
    if not allowances:
        return
    response["RateLimit-Policy"] = ", ".join(
        f'"{each.payer}";q={each.budget.times};w={each.budget.seconds}' for each in allowances
    )
    response["RateLimit"] = ", ".join(
        f'"{each.payer}";r={each.left};t={each.seconds}' for each in allowances
    )


def _pack(request: HttpRequest, response: HttpResponse) -> None:
    """Not what a session reads: another site can make a browser ask, and watch its length."""
    if response.status_code != 200 or getattr(request, "is_by_session", False):
        return
    compress(response, encoding_for(request))
    tag = response.get("ETag", "")
    if response.has_header("Content-Encoding") and tag.startswith('"'):
        response["ETag"] = f"W/{tag}"
