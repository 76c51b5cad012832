"""Who may ask, and every foreseen error of a generation as a problem with its own sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest

from pictures.api.editing_refusals import forbidden, foreseen, wrong
from rest.authentication import member
from rest.problems import Problem
from sd_bridge.access import may_generate, may_see
from sd_bridge.engines.errors import EngineError
from sd_bridge.models import Generation, GenerationQuerySet
from sd_bridge.panel_state import for_display
from sd_bridge.refusals import (
    GenerationError,
    InvalidRequest,
    NoEngine,
    NotAllowed,
    QuotaUsedUp,
    TooManyWaiting,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

FIRST = 24  # rows of a page


def editor(request: HttpRequest) -> AbstractUser:
    """Who asks, if they may generate at all."""
    user = member(request)
    if not may_generate(user):
        raise forbidden(NotAllowed().sentence)
    return user


def visible(request: HttpRequest, uuid: UUID, rows: GenerationQuerySet | None = None) -> Generation:
    """A generation they may see, with all that is told of it; 404 otherwise."""
    user = editor(request)
    rows = for_display(Generation.objects.select_related("page")) if rows is None else rows
    generation = rows.filter(uuid=uuid).first()
    if generation is None or not may_see(user, generation):
        raise Http404
    return generation


def answered(view: Callable[..., Any]) -> Callable[..., Any]:
    return foreseen(_problem)(view)


def _problem(error: Exception) -> Problem | None:
    match error:
        case TooManyWaiting():
            return Problem(429, "queue_full", error.sentence, limit=error.limit)
        case QuotaUsedUp():
            numbers: dict[str, Any] = {
                "limit": error.limit,
                "used": error.used,
                "asked": error.asked,
            }
            return Problem(429, "quota_used_up", error.sentence, **numbers)
        case InvalidRequest():
            return wrong(error.fields, error.sentence)
        case NotAllowed():
            return forbidden(error.sentence)
        case NoEngine():
            return Problem(409, "no_engine", error.sentence)
        case GenerationError():
            code = "gone" if error.status == 410 else "refused"
            return Problem(error.status, code, error.sentence)
        case EngineError():
            return Problem(409, "refused", error.sentence)
    return None
