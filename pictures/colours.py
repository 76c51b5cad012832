"""The dozen colours lists are filtered by, and which of them a picture's dominant colour is."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cbrt, degrees, hypot

COLOURS = (
    *("red", "orange", "yellow", "lime", "green", "teal"),
    *("blue", "indigo", "purple", "pink", "grey", "black"),
)
DARKEST, GREYEST = 0.24, 0.03  # OKLCH: below this lightness all is black, below this chroma grey
# Up to which hue, in degrees, a colour goes; from the last one on it is red again.
_HUES = (
    (41.0, "red"),
    (76.0, "orange"),
    (107.0, "yellow"),
    (133.0, "lime"),
    (170.0, "green"),
    (222.0, "teal"),
    (263.0, "blue"),
    (288.0, "indigo"),
    (324.0, "purple"),
    (371.0, "pink"),
)
_RED_AGAIN = 11.0


@lru_cache(maxsize=4096)
def colour_name(code: str) -> str:
    """Which of `COLOURS` `#rrggbb` belongs to; empty where it is no such code."""
    try:
        red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    except ValueError:
        return ""
    lightness, a, b = _oklab(*map(_linear, (red, green, blue)))
    if lightness < DARKEST:
        return "black"
    if hypot(a, b) < GREYEST:
        return "grey"
    hue = degrees(atan2(b, a)) % 360
    hue = hue + 360 if hue < _RED_AGAIN else hue
    return next(name for end, name in _HUES if hue < end)


def colour_distance(one: str, other: str) -> float:
    """How different two colours `#rrggbb` look: 0 the same, 1 black and white."""
    first, second = (
        _oklab(*(_linear(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5)))
        for code in (one, other)
    )
    return hypot(*(a - b for a, b in zip(first, second, strict=True)))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _oklab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Björn Ottosson's space, in which equal steps look equal."""
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
