"""The import screen's answers: who may ask, and every foreseen error as a sentence in a 4xx."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pictures.importing.access import NotAllowedError, may_change, may_import
from pictures.importing.refusals import ImportRefusedError
from pictures.models import ImportBatch, ImportFile

MAX_BODY = 512 * 1024  # bytes of JSON
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

logger = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The request is not what the screen sends; `str()` is a sentence."""


def import_view(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A JSON view for whoever may import; GET and HEAD or POST."""

    def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if not may_import(request.user):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            except Exception as error:
                refusal = _refusal(error)
                if refusal is None:
                    raise
                return refusal

        return answer

    return decorate


def _refusal(error: Exception) -> JsonResponse | None:
    """What the screen is told of a foreseen error; None for any other."""
    match error:
        case UnreadableError():
            return problem(str(error), 400)
        case ImportRefusedError():
            return problem(str(error), 409)
        case PermissionDenied() | NotAllowedError():
            return problem(_("You are not allowed to import pictures here."), 403)
        case Http404():
            return problem(_("This is no longer there. Reload the page."), 404)
        case OSError(errno=number) if number in NO_ROOM:
            logger.error("No room for what an editor wants to import", exc_info=error)
            return problem(_("The server has no room left. Nothing was stored."), 409)
    return None


def problem(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=status)


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object; raises `UnreadableError`."""
    try:
        if len(request.body) > MAX_BODY:
            raise RequestDataTooBig
        data = json.loads(request.body)
    except (RequestDataTooBig, ValueError, RecursionError) as error:
        raise UnreadableError(_("The request could not be read. Reload the page.")) from error
    if not isinstance(data, dict):
        raise UnreadableError(_("The request could not be read. Reload the page."))
    return data


def editor(request: HttpRequest) -> AbstractUser:
    """Who asks; `import_view` has turned everyone else away."""
    return cast(AbstractUser, request.user)


def batch_or_403(request: HttpRequest, uuid: UUID) -> ImportBatch:
    batch = get_object_or_404(ImportBatch.objects.select_related("topic"), uuid=uuid)
    if not may_change(editor(request), batch):
        raise PermissionDenied
    return batch


def file_or_403(request: HttpRequest, uuid: UUID) -> ImportFile:
    found = get_object_or_404(
        ImportFile.objects.select_related("batch", "topic", "near_of", "duplicate_of", "twin"),
        uuid=uuid,
    )
    if not may_change(editor(request), found.batch):
        raise PermissionDenied
    return found
