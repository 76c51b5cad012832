"""Opaque places in a list: pages cost the same at any depth."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime


class CursorError(ValueError):
    """An address holds a cursor that this site did not make."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: the value it was sorted by and its picture's id."""

    value: datetime
    picture_id: int

    def __str__(self) -> str:
        data = json.dumps([self.value.isoformat(), self.picture_id]).encode()
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Raises `CursorError` on anything `str` did not write."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            value, picture_id = json.loads(base64.urlsafe_b64decode(padded))
            moment = datetime.fromisoformat(value)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise CursorError(text[:80]) from error
        # Other years overflow when a database's time zone is applied to them.
        if moment.tzinfo is None or not 1 < moment.year < 9999:
            raise CursorError(text[:80])
        if type(picture_id) is not int or not 0 < picture_id < 2**63:
            raise CursorError(text[:80])
        return cls(moment, picture_id)
