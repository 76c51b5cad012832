"""Views that speak JSON to the generating screens; every foreseen error is a sentence in a 4xx."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse

from pictures.intake import IntakeError
from pictures.json_answers import MAX_BODY, BadRequest, guarded, problem, read_object
from pictures.publishing import PublishingError
from sd_bridge.access import may_generate
from sd_bridge.refusals import GenerationError, NotAllowed


def json_view(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A view for who may generate, answering what the function returns; GET and HEAD or POST."""
    return guarded(methods, may=lambda user: may_generate(user), refusal=_refusal)


def _refusal(error: Exception) -> JsonResponse | None:
    match error:
        case GenerationError():
            return problem(error.sentence, error.status, error.fields)
        case IntakeError() | PublishingError():
            return problem(str(error), 409)
        case PermissionDenied():
            return problem(NotAllowed().sentence, 403)
    return None


__all__ = ["MAX_BODY", "BadRequest", "json_view", "problem", "read_object"]
