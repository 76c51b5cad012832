"""What every answer of the API has in common: ETag, who may keep it, problems, OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI

from rest import refusals
from rest.idempotency import keep
from rest.renderer import Utf8Renderer
from rest.schema import GallerySchema

PROXY_SECONDS = 60
ASKING = {"GET", "HEAD"}


class GalleryAPI(NinjaAPI):
    """An API whose answers are conditional and typed. Schema and docs have views of their own."""

    def __init__(self, **more: Any) -> None:
        super().__init__(renderer=Utf8Renderer(), openapi_url=None, docs_url=None, **more)
        self.add_decorator(_finished, mode="view")

    def set_default_exception_handlers(self) -> None:
        super().set_default_exception_handlers()
        refusals.install(self)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> GallerySchema:
        return GallerySchema(self, path_prefix or self.get_root_path(path_params or {}))


def _finished(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Around a whole operation, whatever it answers with."""

    @wraps(run)
    def finished(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = run(request, *args, **kwargs)
        if not isinstance(response, HttpResponse):
            return response
        keep(request, response)
        return conditional(request, response)

    return finished


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its ETag; 304 where whoever asks has it. Only a visitor's answer may be shared."""
    if request.method not in ASKING or response.status_code != 200:
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
    kept = f"public, max-age=0, s-maxage={PROXY_SECONDS}"
    response.headers.setdefault(
        "Cache-Control", kept if is_shared(request) else "private, no-cache"
    )
    tag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


def is_shared(request: HttpRequest) -> bool:
    """Whether any visitor gets this answer. A session may remember more than who signed in, such
    as the password of a private page.
    """
    brought = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return not brought and not request.user.is_authenticated
