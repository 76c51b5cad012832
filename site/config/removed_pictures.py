"""410 where a picture was public once: crawlers forget it sooner, people read what happened."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import errors
from pictures.removal import Removed, find_removed
from pictures.site_lookup import site_of

Handler = Callable[[HttpRequest], HttpResponse]


class RemovedPicturesMiddleware:
    """Stands around Wagtail's redirects: a picture that moved or was merged leads on, as before."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        removed = _removed_at(request)
        return errors.removed(request, removed) if removed else response


def _removed_at(request: HttpRequest) -> Removed | None:
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve":
        return None
    site = site_of(request)
    return find_removed(site.root_page, match.args[0]) if site else None
