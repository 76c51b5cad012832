"""Request bodies: fields with types and defaults, checked and coerced as pydantic does."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .problems import Flaw, InvalidError

Fields = Mapping[str, tuple[str, Any]]

REQUIRED = object()

_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no"})


def _text(value: Any) -> str:
    if isinstance(value, str | int | float):
        return str(value)
    raise TypeError


def _truth(value: Any) -> bool:
    word = str(value).lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise TypeError


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in _list(value)]


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise TypeError


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": int,
    "float": float,
    "bool": _truth,
    "list": _list,
    "list[str]": _texts,
    "dict": _object,
}


def parsed(raw: bytes) -> Any:
    """The JSON of a body; InvalidError if there is none or it is malformed."""
    if not raw:
        raise InvalidError([Flaw("missing", ("body",))])
    try:
        return json.loads(raw.decode("utf-8", errors="replace"))
    except json.JSONDecodeError as error:
        raise InvalidError([Flaw("json", ("body", error.pos), cause=error)]) from error


def read_object(raw: bytes) -> dict[str, Any]:
    """The body as an object of any keys."""
    body = parsed(raw)
    if not isinstance(body, dict):
        raise InvalidError([Flaw("dict", ("body",), body)])
    return body


def read_fields(raw: bytes, fields: Fields) -> dict[str, Any]:
    """Every field of `fields`, from the body or by default; null passes, unknown keys are dropped.

    InvalidError names every field of a wrong type.
    """
    body = read_object(raw)
    values: dict[str, Any] = {}
    flaws = []
    for name, (kind, default) in fields.items():
        if name not in body and default is REQUIRED:
            flaws.append(Flaw("missing", ("body", name), body))
            continue
        given = body.get(name, default)
        try:
            values[name] = None if given is None else _KINDS[kind](given)
        except (TypeError, ValueError, OverflowError):
            flaws.append(Flaw(kind, ("body", name), given))
    if flaws:
        raise InvalidError(flaws)
    return values
