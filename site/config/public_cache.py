"""Public pages are the same for everyone, and are kept: here, in browsers, proxies and CDNs."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import parse_http_date_safe

from config.encodings import compress, encoding_for
from config.page_query import is_kept_here, page_key, tidy_query
from config.page_store import KeptPage, PageStore
from pictures.public_pages import is_public_response

BROWSER_SECONDS = 0
PROXY_SECONDS = 60
STALE_SECONDS = 300
ASKING_FOR_CHANGES = {
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
}
VARYING = {"hx-request": "HX-Request", "hx-target": "HX-Target"}  # fragments of the same address

Handler = Callable[[HttpRequest], HttpResponse]


class PublicCacheMiddleware:
    """Answers from what was kept, else 304 where nothing changed; nothing personal is shared.

    A response takes part only where its view declared it public (`pictures.public_pages`). Stands
    in front of session and log-in: a kept page asks nobody who reads it. See docs/caching.md.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.store = PageStore()
        self.keeps_nothing = isinstance(caches["pages"], DummyCache)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        marks = self.store.marks() if key else None
        if key is None or marks is None:
            return self._conditional(request, self._finished(request))
        page = self.store.get(key, marks)
        if page is not None and page.is_fresh:
            return self._answer(request, page, "hit")
        turn = self.store.take_turn(key)
        if not turn:
            page = page or self.store.wait_for(key)
            if page is not None:
                return self._answer(request, page, "hit")
        try:
            return self._made(request, key, marks)
        finally:
            if turn:
                self.store.end_turn(key, turn)

    def _key(self, request: HttpRequest) -> str | None:
        """None where this address is not kept."""
        if not settings.PAGE_CACHE or self.keeps_nothing or not is_kept_here(request):
            return None
        return page_key(request, encoding_for(request)) if tidy_query(request) else None

    def _made(self, request: HttpRequest, key: str, marks: dict[str, str]) -> HttpResponse:
        """The page of this moment, kept for others where it is public."""
        request.public_marks = marks  # type: ignore[attr-defined] # views add to it: `watch`
        response = self._finished(request)
        if request.method == "GET" and _may_be_kept(request, response):
            self.store.put(
                key,
                KeptPage(
                    status=response.status_code,
                    body=response.content,
                    headers=tuple(response.items()),
                    etag=response["ETag"],
                    marks=marks,
                    made_at=time.time(),
                ),
            )
            response["X-Page-Cache"] = "miss"
        return self._conditional(request, response)

    def _finished(self, request: HttpRequest) -> HttpResponse:
        """What the site answers; a public page with all its headers, and without cookies."""
        response = self.get_response(request)
        if not is_public_response(request, response):
            return response
        response.brought_cookies = bool(response.cookies) or "Set-Cookie" in response  # type: ignore[attr-defined]
        varying = [VARYING[name] for name in _varies(response) if name in VARYING]
        for header in ("Vary", "Set-Cookie", "Expires"):
            response.headers.pop(header, None)
        response.cookies.clear()
        if varying:
            response["Vary"] = ", ".join(varying)
        patch_cache_control(
            response,
            public=True,
            max_age=BROWSER_SECONDS,
            s_maxage=PROXY_SECONDS,
            stale_while_revalidate=STALE_SECONDS,
        )
        tag = blake2b(response.content, digest_size=16).hexdigest()
        compress(response, encoding_for(request))
        is_encoded = response.has_header("Content-Encoding")
        response["ETag"] = f'W/"{tag}"' if is_encoded else f'"{tag}"'
        response["Content-Length"] = str(len(response.content))
        return response

    @staticmethod
    def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not is_public_response(request, response):
            return response
        return _unless_known(request, response["ETag"], response)

    @staticmethod
    def _answer(request: HttpRequest, page: KeptPage, how: str) -> HttpResponse:
        response = HttpResponse(page.body, status=page.status, headers=dict(page.headers))
        response["X-Page-Cache"] = how
        return _unless_known(request, page.etag, response)


def _unless_known(request: HttpRequest, etag: str, response: HttpResponse) -> HttpResponse:
    """304 where whoever asks has it already; a moment counts where the answer tells its own."""
    if request.META.keys().isdisjoint(ASKING_FOR_CHANGES):
        return response
    moment = parse_http_date_safe(response.get("Last-Modified", ""))
    return (
        get_conditional_response(request, etag=etag, last_modified=moment, response=response)
        or response
    )


def _varies(response: HttpResponse) -> list[str]:
    return [name.strip().lower() for name in response.get("Vary", "").split(",")]


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A view that sets a cookie for one visitor has not thought of the others."""
    return is_public_response(request, response) and not response.brought_cookies  # type: ignore[attr-defined]
