"""Foreseen errors of what editors do, as problems that carry the sentences of their screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from pictures.importing.access import NotAllowedError
from pictures.importing.refusals import ImportRefusedError
from pictures.intake_errors import IntakeError
from pictures.json_answers import NO_ROOM, BadRequest
from pictures.page_acts import ActError, ChangedMeanwhileError, LockedError
from pictures.publishing import PublishingError
from rest.problems import Problem

NO_STORAGE = 507


def foreseen(
    *further: Callable[[Exception], Problem | None],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer an operation's foreseen errors; `further` know those of its own app."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Any:
            try:
                return view(*args, **kwargs)
            except Problem:
                raise
            except Exception as error:
                for known in (*further, _problem):
                    problem = known(error)
                    if problem is not None:
                        raise problem from error
                raise

        # Annotations are looked up where the operation is written, not here.
        answer.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
        return answer

    return decorate


def wrong(fields: Mapping[str, str], sentence: str = "") -> Problem:
    """Something to correct: a sentence for each field of the body."""
    errors = [
        {"where": ["body", *name.split(".")], "why": str(why), "type": "refused"}
        for name, why in fields.items()
    ]
    return Problem(422, "invalid", sentence, errors=errors)


def forbidden(sentence: str = "") -> Problem:
    return Problem(403, "forbidden", sentence)


def _problem(error: Exception) -> Problem | None:
    match error:
        case BadRequest():
            return wrong(error.fields, error.sentence)
        case ValidationError():
            return _of_validation(error)
        case IntakeError():
            return Problem(422, "refused", str(error))
        case NotAllowedError():
            return forbidden(_("You are not allowed to import pictures here."))
        case PermissionDenied():
            return forbidden(str(error))
        case OSError(errno=number) if number in NO_ROOM:
            sentence = _("The server has no room left. Nothing was stored.")
            return Problem(NO_STORAGE, "unavailable", sentence)
    return _undone(error)


def _undone(error: Exception) -> Problem | None:
    """Of what was asked for rightly, and is not done."""
    match error:
        case ImportRefusedError():
            if error.code in ("not_allowed", "not_publish"):
                return forbidden(str(error))
            return Problem(422, "refused", str(error))
        case ChangedMeanwhileError():
            return Problem(412, "changed_meanwhile", str(error))
        case LockedError():
            return Problem(409, "locked", str(error))
        case PublishingError() | ActError():
            return Problem(409, "refused", str(error))
    return None


def _of_validation(error: ValidationError) -> Problem:
    if not hasattr(error, "error_dict"):
        return Problem(422, "invalid", " ".join(error.messages))
    return wrong({name: " ".join(said) for name, said in error.message_dict.items()})
