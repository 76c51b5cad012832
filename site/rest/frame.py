"""What every answer of the API has in common: language, ETag, problems, OpenAPI."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from limits.checking import CannotTell, TooMany
from rest.idempotency import keep
from rest.problems import Problem, problem_response
from rest.schema import GallerySchema

PROXY_SECONDS = 60


class GalleryAPI(NinjaAPI):
    """An API whose answers are conditional, in the language that is asked for, and typed."""

    def set_default_exception_handlers(self) -> None:
        super().set_default_exception_handlers()
        for kind in (Problem, Http404, AuthenticationError, HttpError, ValidationError, TooMany):
            self.add_exception_handler(kind, _refuse)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> GallerySchema:
        return GallerySchema(self, path_prefix or self.get_root_path(path_params or {}))

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        response = super().create_response(
            request, data, status=status, temporal_response=temporal_response
        )
        keep(request, response)
        return _conditional(request, response)


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its ETag; 304 where whoever asks has it. Only a visitor's answer may be shared."""
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
    is_shared = not request.user.is_authenticated
    kept = f"public, max-age=0, s-maxage={PROXY_SECONDS}" if is_shared else "private, no-cache"
    response.headers.setdefault("Cache-Control", kept)
    tag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


def _refuse(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem_response(request, _problem(error))
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    return response


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case TooMany():
            known = not isinstance(error, CannotTell)
            wait = {"Retry-After": str(error.seconds)}
            status, code = (429, "too_many") if known else (503, "cannot_count")
            return Problem(status, code, headers=wait, retry_after=error.seconds)
        case ValidationError():
            return Problem(422, "invalid", errors=[_said(one) for one in error.errors])
        case AuthenticationError():
            realm = {"WWW-Authenticate": 'Bearer realm="HKPictures"'}
            return Problem(401, "sign_in", headers=realm)
        case Http404():
            return Problem(404, "not_found")
        case HttpError():
            code = "invalid" if error.status_code < 500 else "unavailable"
            return Problem(error.status_code, code, str(error))
    raise error


def _said(one: dict[str, Any]) -> dict[str, Any]:
    """One thing that is wrong: where, and what."""
    return {"where": [str(part) for part in one["loc"]], "why": one["msg"], "type": one["type"]}
