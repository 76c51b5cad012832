"""What went wrong, as the problem that is answered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from limits.checking import CannotTell, TooMany
from rest.problems import Problem, problem_response

REALM = {"WWW-Authenticate": 'Bearer realm="HKPictures"'}
KNOWN = (
    *(Problem, Http404, AuthenticationError, HttpError, ValidationError, TooMany),
    *(PermissionDenied, SuspiciousOperation, MultiPartParserError),
)


def install(api: NinjaAPI) -> None:
    """Whatever is not known stays an error: Django logs it, `edge` answers it."""
    api.add_exception_handler(Exception, _raise)
    for kind in KNOWN:
        api.add_exception_handler(kind, _refuse)


def _raise(request: HttpRequest, error: Any) -> HttpResponse:
    raise error


def _refuse(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(request, _problem(error))


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
            return Problem(401, "sign_in", headers=REALM)
        case Http404():
            return Problem(404, "not_found")
        case PermissionDenied():
            return Problem(403, "forbidden")
        case RequestDataTooBig():
            return Problem(413, "too_large")
        case SuspiciousOperation() | MultiPartParserError():
            return Problem(400, "unreadable")
        case HttpError():
            return _by_status(error)
    raise error


def _by_status(error: HttpError) -> Problem:
    if error.status_code == 400:  # ninja's, for a body that is no JSON
        return Problem(400, "unreadable")
    code = "invalid" if error.status_code < 500 else "unavailable"
    return Problem(error.status_code, code, str(error))


def _said(one: dict[str, Any]) -> dict[str, Any]:
    """One thing that is wrong: where, and what, in the language that is asked for."""
    where = [str(part) for part in one["loc"]]
    return {"where": where, "why": _why(one), "type": one["type"]}


def _why(one: dict[str, Any]) -> str:
    """The commonest in the reader's language; the rest in pydantic's words."""
    context = one.get("ctx") or {}
    match one["type"]:
        case "missing":
            return _("This is missing.")
        case "string_too_long":
            return _("At most %(number)s characters.") % {"number": context.get("max_length")}
        case "string_too_short":
            return _("At least %(number)s characters.") % {"number": context.get("min_length")}
        case "int_parsing" | "int_type" | "int_from_float":
            return _("This must be a whole number.")
        case "literal_error" | "enum":
            return _("This must be one of: %(choices)s.") % {"choices": context.get("expected")}
        case "greater_than_equal":
            return _("At least %(number)s.") % {"number": context.get("ge")}
        case "less_than_equal":
            return _("At most %(number)s.") % {"number": context.get("le")}
    return str(one["msg"])
