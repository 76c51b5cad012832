"""JSON for the admin's own scripts: every foreseen error is a sentence in a 4xx."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

MAX_BODY = 512 * 1024  # bytes
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

Refusal = Callable[[Exception], JsonResponse | None]

logger = logging.getLogger(__name__)


class BadRequest(Exception):  # noqa: N818 - named like the answer it becomes
    """The body is not what the screen sends; carries a sentence and, where known, the fields."""

    def __init__(self, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = fields or {}


def guarded(
    methods: tuple[str, ...],
    *,
    may: Callable[[AbstractUser | AnonymousUser], bool],
    refusal: Refusal,
) -> Callable[..., Callable[..., HttpResponse]]:
    """A view for whom `may` lets in; `refusal` answers the errors that its feature foresees."""

    def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if not may(request.user):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            except Exception as error:
                refused = refusal(error) or _refusal(error)
                if refused is None:
                    raise
                return refused

        return answer

    return decorate


def _refusal(error: Exception) -> JsonResponse | None:
    """What is told of an error that any feature may meet; None for any other."""
    match error:
        case BadRequest():
            return problem(error.sentence, 400, error.fields)
        case Http404():
            return problem(_("This is no longer there. Reload the page."), 404)
        case OSError(errno=number) if number in NO_ROOM:
            logger.error("No room for what an editor wants to keep", exc_info=error)
            return problem(_("The server has no room left. Nothing was stored."), 409)
    return None


def problem(sentence: str, status: int, fields: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"problem": sentence, "fields": fields or {}}, status=status)


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object; raises BadRequest."""
    try:
        if len(request.body) > MAX_BODY:
            raise RequestDataTooBig
        data = json.loads(request.body)
    except RequestDataTooBig as error:
        raise BadRequest(_("The request is too large.")) from error
    except (ValueError, RecursionError) as error:
        raise BadRequest(_("The request could not be read. Reload the page.")) from error
    if not isinstance(data, dict):
        raise BadRequest(_("The request could not be read. Reload the page."))
    return data
