"""Drawn shapes: polygons as soft-edged masks, discs, stars."""

from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from .canvas import Canvas
from .dice import Dice

Point = tuple[float, float]


class Stencil:
    """A mask drawn in units at twice the resolution, so that edges come out soft."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._factor = canvas.scale * 2
        self._image = Image.new("L", (canvas.width * 2, canvas.height * 2), 0)
        self._draw = ImageDraw.Draw(self._image)

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._factor, y * self._factor) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: int = 255) -> None:
        self._draw.polygon(self._pixels(points), fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: int = 255) -> None:
        (x0, y0), (x1, y1) = self._pixels([(left, top), (right, bottom)])
        if x1 >= x0 and y1 >= y0:
            self._draw.rectangle((x0, y0, x1, y1), fill=fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: int = 255) -> None:
        (x0, y0), (x1, y1) = self._pixels([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse((x0, y0, x1, y1), fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: int = 255) -> None:
        thickness = max(1, round(width * self._factor))
        self._draw.line(self._pixels(points), fill=fill, width=thickness, joint="curve")

    def mask(self) -> np.ndarray:
        """Float 0…1, height × width."""
        size = (self._canvas.width, self._canvas.height)
        small = self._image.resize(size, Image.Resampling.BOX)
        return np.asarray(small, dtype=np.float32) / 255


def distance(canvas: Canvas, x: float, y: float) -> np.ndarray:
    """Units from a point, height × width."""
    return np.sqrt((canvas.x - x) ** 2 + (canvas.y - y) ** 2)


def disc(canvas: Canvas, x: float, y: float, radius: float) -> np.ndarray:
    return np.clip((radius - distance(canvas, x, y)) * canvas.scale + 0.5, 0, 1)


def below(canvas: Canvas, line: np.ndarray) -> np.ndarray:
    """Mask of what lies under a line given as unit heights, one a column."""
    return np.clip((canvas.y - line[None, :]) * canvas.scale + 0.5, 0, 1)


def stars(canvas: Canvas, dice: Dice, density: float) -> np.ndarray:
    """Light of small stars, 0…1; `density` = stars a square unit."""
    count = int(density * canvas.span_x * canvas.span_y)
    light = np.zeros((canvas.height, canvas.width), dtype=np.float32)
    place = dice.floats(4, count)
    strength = (0.12 + 0.95 * place[2] ** 7) * min(1.0, canvas.scale / 420)
    column = place[0] * (canvas.width - 2)
    row = place[1] * (canvas.height - 2)
    left, top = column.astype(np.int32), row.astype(np.int32)
    across, down = column - left, row - top
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        share = (across if dx else 1 - across) * (down if dy else 1 - down)
        np.add.at(light, (top + dy, left + dx), strength * share * 1.6)
    return np.clip(light, 0, 1)
