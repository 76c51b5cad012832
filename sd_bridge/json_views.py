"""Views that speak JSON to the admin's own scripts; every foreseen error is a sentence in a 4xx."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pictures.intake import IntakeError
from pictures.publishing import PublishingError
from sd_bridge.access import may_generate
from sd_bridge.refusals import GenerationError

MAX_BODY = 512 * 1024  # bytes
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

logger = logging.getLogger(__name__)


class BadRequest(Exception):  # noqa: N818 - named like the answer it becomes
    """The body is not what the panel sends; carries a sentence and, where known, the fields."""

    def __init__(self, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = fields or {}


def json_view(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A view for who may generate, answering what the function returns; GET and HEAD or POST."""

    def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if not may_generate(request.user):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            except BadRequest as error:
                return problem(error.sentence, 400, error.fields)
            except GenerationError as error:
                return problem(error.sentence, error.status, error.fields)
            except (IntakeError, PublishingError) as error:
                return problem(str(error), 409)
            except OSError as error:
                if error.errno not in NO_ROOM:
                    raise
                logger.exception("No room for what %s wants to store", request.path)
                return problem(_("The server has no room left. Nothing was stored."), 409)
            except PermissionDenied:
                return problem(_("You may not generate pictures here."), 403)
            except Http404:
                return problem(_("This is no longer there. Reload the page."), 404)

        return answer

    return decorate


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
