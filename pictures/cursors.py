"""Opaque places in a list: pages cost the same at any depth."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pictures.alphabet import LONGEST


class CursorError(ValueError):
    """An address holds a cursor that this site did not make."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: what it was sorted by (a moment, number or key) and its picture's id."""

    value: Any
    picture_id: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        data = json.dumps([value, self.picture_id]).encode()
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, kind: type = datetime) -> Cursor:
        """Raises `CursorError` on anything `str` did not write for values of this kind."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            value, picture_id = json.loads(base64.urlsafe_b64decode(padded))
            place = datetime.fromisoformat(value) if kind is datetime else value
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise CursorError(text[:80]) from error
        if not CHECKS[kind](place):
            raise CursorError(text[:80])
        if type(picture_id) is not int or not 0 < picture_id < 2**63:
            raise CursorError(text[:80])
        return cls(place, picture_id)


def _is_moment(value: datetime) -> bool:
    """Other years overflow when a database's time zone is applied to them."""
    return value.tzinfo is not None and 1 < value.year < 9999


def _is_number(value: object) -> bool:
    """No column that lists are sorted by holds more."""
    return type(value) is int and 0 <= value < 2**31


def _is_fraction(value: object) -> bool:
    return type(value) in {int, float} and 0 <= value < 2**31  # type: ignore[operator]


def _is_key(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and value.isprintable()


CHECKS: dict[type, Callable[[Any], bool]] = {
    datetime: _is_moment,
    int: _is_number,
    float: _is_fraction,
    str: _is_key,
}
