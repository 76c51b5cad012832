"""How each dialect says that something went wrong: status, body, headers."""

from collections.abc import Callable, Mapping
from json import JSONDecodeError
from typing import Any

from .problems import AnswerError, Flaw, InvalidError
from .routing import Reply

_PYDANTIC = "https://errors.pydantic.dev/2.8/v/"
_MESSAGES_1 = {
    "missing": ("field required", "value_error.missing"),
    "str": ("str type expected", "type_error.str"),
    "int": ("value is not a valid integer", "type_error.integer"),
    "float": ("value is not a valid float", "type_error.float"),
    "bool": ("value could not be parsed to a boolean", "type_error.bool"),
    "list": ("value is not a valid list", "type_error.list"),
    "list[str]": ("value is not a valid list", "type_error.list"),
    "dict": ("value is not a valid dict", "type_error.dict"),
}
_MESSAGES_2 = {
    "missing": ("Field required", "missing"),
    "str": ("Input should be a valid string", "string_type"),
    "int": ("Input should be a valid integer", "int_type"),
    "float": ("Input should be a valid number", "float_type"),
    "bool": ("Input should be a valid boolean", "bool_type"),
    "list": ("Input should be a valid list", "list_type"),
    "list[str]": ("Input should be a valid list", "list_type"),
    "dict": ("Input should be a valid dictionary", "dict_type"),
}
_UNPARSED_2 = {
    "int": ("unable to parse string as an integer", "int_parsing"),
    "float": ("unable to parse string as a number", "float_parsing"),
    "bool": ("unable to interpret input", "bool_parsing"),
}


def refused(dialect: str, error: Exception) -> Reply:
    """The reply to a request during which `error` was raised."""
    return _REFUSALS[dialect](error)


def not_found(dialect: str) -> Reply:
    """No such address."""
    if dialect == "sdcpp":
        return Reply(404, "", "text/plain")
    return Reply(404, {"detail": "Not Found"})


def not_allowed(dialect: str) -> Reply:
    """The address is there, but not for this method."""
    if dialect == "sdcpp":
        return not_found(dialect)
    return Reply(405, {"detail": "Method Not Allowed"})


def envelope(error: str, *, detail: str = "", errors: str = "") -> dict[str, Any]:
    """The error body of A1111's middleware."""
    return {"error": error, "detail": detail, "body": "", "errors": errors}


def _a1111(error: Exception) -> Reply:
    if isinstance(error, AnswerError):
        return Reply(error.status, envelope("HTTPException", detail=error.detail))
    if isinstance(error, InvalidError):
        return Reply(422, {"detail": [_row_1(flaw) for flaw in error.flaws]})
    return Reply(500, envelope(type(error).__name__, errors=str(error)))


def _forge(error: Exception) -> Reply:
    if isinstance(error, AnswerError):
        challenge = (("WWW-Authenticate", "Basic"),) if error.status == 401 else ()
        return Reply(error.status, {"detail": error.detail}, headers=challenge)
    if isinstance(error, InvalidError):
        return Reply(422, {"detail": [_row_2(flaw) for flaw in error.flaws]})
    body = {"error": type(error).__name__, "detail": "", "body": "", "message": str(error)}
    return Reply(500, body)


def _sdnext(error: Exception) -> Reply:
    if isinstance(error, AnswerError):
        told = f"{error.status}: {error.detail}"
        body = envelope("HTTPException", detail=error.detail, errors=told)
        return Reply(error.status, body | {"code": error.status})
    if isinstance(error, InvalidError):
        return Reply(422, {"detail": [_row_2(flaw) for flaw in error.flaws]})
    if isinstance(error, TypeError):
        return Reply(500, str(error))
    return Reply(500, envelope(type(error).__name__, errors=str(error)) | {"code": 500})


def _sdcpp(error: Exception) -> Reply:
    if isinstance(error, AnswerError):
        return Reply(error.status, {"error": error.detail})
    return Reply(500, {"error": "server_error", "message": str(error)})


_REFUSALS: Mapping[str, Callable[[Exception], Reply]] = {
    "a1111": _a1111,
    "forge": _forge,
    "sdnext": _sdnext,
    "sdcpp": _sdcpp,
}


def _row_1(flaw: Flaw) -> dict[str, Any]:
    """As pydantic 1 writes it."""
    if isinstance(flaw.cause, JSONDecodeError):
        cause = flaw.cause
        keys = ("msg", "doc", "pos", "lineno", "colno")
        context = {key: getattr(cause, key) for key in keys}
        row = {"loc": list(flaw.where), "msg": str(cause), "type": "value_error.jsondecode"}
        return row | {"ctx": context}
    message, kind = _MESSAGES_1[flaw.kind]
    return {"loc": list(flaw.where), "msg": message, "type": kind}


def _row_2(flaw: Flaw) -> dict[str, Any]:
    """As pydantic 2 writes it."""
    if isinstance(flaw.cause, JSONDecodeError):
        row = {"type": "json_invalid", "loc": list(flaw.where), "msg": "JSON decode error"}
        return row | {"input": {}, "ctx": {"error": flaw.cause.msg}}
    message, kind = _MESSAGES_2[flaw.kind]
    if flaw.kind in _UNPARSED_2 and isinstance(flaw.given, str):
        more, kind = _UNPARSED_2[flaw.kind]
        message = f"{message}, {more}"
    row = {"type": kind, "loc": list(flaw.where), "msg": message, "input": flaw.given}
    return row | {"url": _PYDANTIC + kind}
