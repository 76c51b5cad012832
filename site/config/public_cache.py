"""Public pages are the same for everyone, and say so to browsers, proxies and CDNs."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from pictures.public_pages import is_public_response

BROWSER_SECONDS = 0
PROXY_SECONDS = 60
STALE_SECONDS = 300


class PublicCacheMiddleware:
    """Answers 304 where nothing changed, and strips what would make a shared copy personal.

    A response takes part only where its view declared it public (`pictures.public_pages`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_public_response(request, response):
            return response
        for header in ("Vary", "Set-Cookie", "Expires"):
            response.headers.pop(header, None)
        response.cookies.clear()
        patch_cache_control(
            response,
            public=True,
            max_age=BROWSER_SECONDS,
            s_maxage=PROXY_SECONDS,
            stale_while_revalidate=STALE_SECONDS,
        )
        etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response
