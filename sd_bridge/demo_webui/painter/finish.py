"""The last touch on every picture: bloom, grading, vignette, grain."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from .canvas import Canvas
from .colour import luma, mix, rgb, screen
from .field import blur, resize, smoothstep


@dataclass(frozen=True)
class Grade:
    """Factors around 1 (contrast, saturation) and a wash of `tint` (0 = none)."""

    contrast: float = 1.0
    saturation: float = 1.0
    brightness: float = 1.0
    tint: str = "#808080"
    wash: float = 0.0


def _bloom(canvas: Canvas, picture: np.ndarray) -> np.ndarray:
    """Light of the brightest parts, spread softly."""
    width, height = max(8, canvas.width // 4), max(8, canvas.height // 4)
    small = np.stack([resize(picture[..., i], width, height) for i in range(3)], axis=-1)
    bright = small * smoothstep(0.62, 1.0, luma(small))[..., None]
    sigma = canvas.scale / 4 * 0.035
    channels = [blur(bright[..., i], sigma) for i in range(3)]
    return np.stack([resize(c, canvas.width, canvas.height) for c in channels], axis=-1)


def _graded(picture: np.ndarray, grade: Grade) -> np.ndarray:
    grey = luma(picture)[..., None]
    picture = grey + (picture - grey) * grade.saturation
    picture = (picture - 0.5) * grade.contrast + 0.5
    picture = np.clip(picture, 0, 1) * grade.brightness
    return mix(picture, rgb(grade.tint), grade.wash) if grade.wash else picture


def _vignette(canvas: Canvas) -> np.ndarray:
    across = (canvas.x / canvas.span_x - 0.5) * 2
    down = (canvas.y / canvas.span_y - 0.5) * 2
    return 1 - 0.17 * smoothstep(0.55, 1.75, across**2 + down**2)


def finished(
    canvas: Canvas,
    picture: np.ndarray,
    grade: Grade,
    *,
    bloom: float = 0.45,
    grain: float = 0.014,
) -> Image.Image:
    """8-bit RGB image of float colours (height × width × 3)."""
    picture = np.clip(picture, 0, 1)
    picture = screen(picture, _bloom(canvas, picture) * bloom)
    picture = _graded(picture, grade) * _vignette(canvas)[..., None]
    noise = canvas.dice.child("grain").floats(2, canvas.height, canvas.width)
    picture = picture + ((noise[0] + noise[1] - 1) * grain * 2)[..., None]
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))
