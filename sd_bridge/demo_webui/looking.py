"""What can honestly be said of a picture by looking at its pixels: colours, light, shape, detail.

No model looks at it, and what a file tells of itself is not read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

SMALLEST = 8  # px
SIDE = 96  # px: enough for colours and light
COLOURS = 3
LEAST_SHARE = 0.1  # of the pixels, to be named

_NAMED = {
    "black": (12, 12, 14),
    "charcoal": (48, 48, 52),
    "gray": (125, 125, 125),
    "silver": (190, 190, 192),
    "white": (248, 248, 246),
    "navy blue": (16, 26, 66),
    "blue": (44, 90, 180),
    "sky blue": (135, 180, 225),
    "teal": (20, 110, 115),
    "turquoise": (70, 195, 185),
    "dark green": (24, 62, 44),
    "green": (70, 140, 75),
    "olive": (115, 120, 55),
    "yellow": (240, 215, 90),
    "gold": (200, 150, 60),
    "orange": (240, 135, 60),
    "brown": (100, 65, 38),
    "dark brown": (48, 30, 20),
    "beige": (222, 200, 165),
    "cream": (246, 234, 210),
    "red": (195, 45, 45),
    "dark red": (95, 22, 22),
    "pink": (235, 150, 180),
    "magenta": (200, 45, 150),
    "purple": (110, 50, 150),
    "dark purple": (48, 24, 74),
    "lavender": (175, 160, 215),
}


@dataclass(frozen=True)
class Seen:
    """Colour names, the most frequent first; 0…1 for the rest; `lift` > 0: brighter above."""

    colours: tuple[str, ...]
    shape: str
    brightness: float
    contrast: float
    saturation: float
    detail: float
    lift: float

    @property
    def light(self) -> str:
        if self.brightness < 0.28:
            return "dark"
        return "bright" if self.brightness > 0.66 else ""

    @property
    def traits(self) -> list[str]:
        found = []
        if self.contrast > 0.24:
            found.append("high contrast")
        elif self.contrast < 0.1:
            found.append("soft contrast")
        if self.saturation > 0.55:
            found.append("vivid colors")
        elif self.saturation < 0.08:
            found.append("black and white")
        elif self.saturation < 0.2:
            found.append("muted colors")
        if self.detail > 0.055:
            found.append("finely detailed")
        elif self.detail < 0.014:
            found.append("smooth surfaces")
        if abs(self.lift) > 0.14:
            found.append(f"brighter at the {'top' if self.lift > 0 else 'bottom'}")
        return found


def look_at(picture: Image.Image) -> Seen:
    """ValueError if there is too little to look at."""
    width, height = picture.size
    if min(width, height) < SMALLEST:
        raise ValueError(f"A picture of {width}×{height} pixels is too small to be described.")
    rgb = picture.convert("RGB")
    small = rgb.resize((SIDE, SIDE), Image.Resampling.BOX)
    hsv = np.asarray(small.convert("HSV"), dtype=np.float32) / 255
    tone = np.asarray(small.convert("L"), dtype=np.float32) / 255
    fine = rgb.convert("L")
    fine.thumbnail((4 * SIDE, 4 * SIDE), Image.Resampling.BOX)
    steps = np.abs(np.diff(np.asarray(fine, dtype=np.float32) / 255, axis=1))
    return Seen(
        colours=_colours(small),
        shape=_shape(width, height),
        brightness=float(tone.mean()),
        contrast=float(tone.std()),
        saturation=float((hsv[..., 1] * hsv[..., 2]).mean()),
        detail=float(steps.mean()),
        lift=float(tone[: SIDE // 2].mean() - tone[SIDE // 2 :].mean()),
    )


def caption_of(picture: Image.Image) -> str:
    """One line such as "a dark wide picture in navy blue and gold, high contrast"."""
    seen = look_at(picture)
    kind = " ".join(filter(None, (seen.light, seen.shape, "picture")))
    *others, last = seen.colours
    colours = f"{', '.join(others)} and {last}" if others else last
    return ", ".join([f"a {kind} in {colours}", *seen.traits])


def tags_of(picture: Image.Image) -> str:
    """The same as single words: "dark, wide, navy blue, gold, high contrast"."""
    seen = look_at(picture)
    return ", ".join(filter(None, (*seen.colours, seen.light, seen.shape, *seen.traits)))


def _shape(width: int, height: int) -> str:
    ratio = width / height
    if 0.92 < ratio < 1.09:
        return "square"
    return "wide" if ratio > 1 else "tall"


def _colours(small: Image.Image) -> tuple[str, ...]:
    names = list(_NAMED)
    known = _perceived(np.array(list(_NAMED.values()), dtype=np.float32))
    seen = _perceived(np.asarray(small, dtype=np.float32).reshape(-1, 3))
    nearest = np.argmin(((seen[:, None] - known[None]) ** 2).sum(axis=-1), axis=1)
    counts = np.bincount(nearest, minlength=len(names)) / len(seen)
    order = np.argsort(-counts, kind="stable")[:COLOURS]
    return tuple(names[i] for i in order if counts[i] >= LEAST_SHARE) or (names[order[0]],)


def _perceived(colours: np.ndarray) -> np.ndarray:
    """Lightness counts less than hue: a dark blue is nearer to blue than to black."""
    tone = colours @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return np.column_stack([tone * 0.9, (colours - tone[:, None]) * 1.15])
