"""Pictures that only who may see their generation gets, for programs with a token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from rest.authentication import MEMBER
from rest.scopes import Scope
from sd_bridge import file_views
from sd_bridge.api.answers import editor

router = Router(tags=["generations"])

PICTURE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/png", "image/jpeg", "image/webp")
            },
        }
    }
}


@router.get(
    "/generations/{uuid:uuid}/results/{int:index}/file",
    auth=MEMBER(Scope.GENERATE),
    operation_id="read_result",
    openapi_extra=PICTURE,
)
def read_result(request: HttpRequest, uuid: UUID, index: int) -> HttpResponseBase:
    """The file of a result, as the engine made it."""
    editor(request)
    return file_views.result_file(request, uuid, index)


@router.get(
    "/generations/{uuid:uuid}/preview",
    auth=MEMBER(Scope.GENERATE),
    operation_id="read_preview",
    openapi_extra=PICTURE,
)
def read_preview(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The unfinished picture; gone as soon as the generation ends."""
    editor(request)
    return file_views.preview_file(request, uuid)
