"""Numbers out of JSON that may hold anything: bools, texts, infinities, 400 digits."""

from __future__ import annotations

import math


def whole(value: object) -> int | None:
    """A whole number that fits 64 bits (what databases take), else None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -(2**63) <= value < 2**63 else None


def finite(value: object) -> float | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    number = whole(value)
    return None if number is None else float(number)


def number_in(text: str | None) -> float | None:
    """The number that a text is; None where it is none."""
    try:
        return finite(float(text)) if text else None
    except ValueError:
        return None
