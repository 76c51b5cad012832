"""One page for every public address while the site is being worked on; `manage.py maintenance`.

The switch is a file in `MEDIA_ROOT`, which all web processes share: it takes effect within a
second, without a restart and without a database. Log-in and admin stay open, so that whoever works
on the site can look before visitors do; probes are answered before this.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language_from_path

from config.content_security import ContentSecurityMiddleware

OPEN = ("/admin/", "/accounts/", "/static/")
LOOK_SECONDS = 1.0
LEAST_SECONDS = 60  # nobody is told to come back sooner

Handler = Callable[[HttpRequest], HttpResponse]


def switch() -> Path:
    return Path(settings.MEDIA_ROOT) / ".maintenance"


def close(minutes: int) -> None:
    """Show the page from now on; visitors are told to come back after so many minutes."""
    switch().parent.mkdir(parents=True, exist_ok=True)
    switch().write_text(str(int(time.time()) + minutes * 60))


def reopen() -> None:
    switch().unlink(missing_ok=True)


class MaintenanceMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._answer = ContentSecurityMiddleware(_closed)  # the one of every other answer
        self._looked_at = -LOOK_SECONDS
        self._is_closed = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._closed_now() and not _below(request.path_info).startswith(OPEN):
            return self._answer(request)  # type: ignore[return-value]
        return self.get_response(request)

    def _closed_now(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at >= LOOK_SECONDS:
            self._is_closed, self._looked_at = switch().exists(), now
        return self._is_closed


def _below(path: str) -> str:
    code = get_language_from_path(path)
    return path.removeprefix(f"/{code}") if code else path


def _closed(request: HttpRequest) -> HttpResponse:
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        page = loader.get_template("maintenance.html").render({"here": request.get_full_path()})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(_seconds_left())
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def _seconds_left() -> int:
    try:
        return max(LEAST_SECONDS, int(switch().read_text()) - int(time.time()))
    except (OSError, ValueError):  # opened this moment, or touched by hand
        return LEAST_SECONDS
