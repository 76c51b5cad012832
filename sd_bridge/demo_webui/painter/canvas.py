"""What a style paints on: a size, a level of detail, a palette and a stream of chance.

Lengths are in units of the finished picture's shorter side, never in pixels, so that a small
preview and the finished picture show the same composition.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .dice import Dice
from .palettes import Palette

SMALLEST = 16


@dataclass(frozen=True)
class Canvas:
    """`width` × `height` pixels showing a picture of `span_x` × `span_y` units."""

    width: int
    height: int
    span_x: float
    span_y: float
    octaves: int
    dice: Dice
    palette: Palette
    motifs: frozenset[str]

    @property
    def scale(self) -> float:
        """Pixels a unit."""
        return self.width / self.span_x

    @cached_property
    def x(self) -> np.ndarray:
        """Unit coordinates of the columns, shape (1, width)."""
        line = (np.arange(self.width, dtype=np.float32) + 0.5) * (self.span_x / self.width)
        return line[None, :]

    @cached_property
    def y(self) -> np.ndarray:
        """Unit coordinates of the rows, shape (height, 1)."""
        line = (np.arange(self.height, dtype=np.float32) + 0.5) * (self.span_y / self.height)
        return line[:, None]

    @property
    def is_wide(self) -> bool:
        return self.span_x > 1.2

    def has(self, *motifs: str) -> bool:
        """Whether the prompt asked for any of these."""
        return not self.motifs.isdisjoint(motifs)

    def resized(self, factor: float, *, octaves: int | None = None) -> "Canvas":
        """The same picture on fewer pixels, perhaps with less detail."""
        return replace(
            self,
            width=max(SMALLEST, round(self.width * factor)),
            height=max(SMALLEST, round(self.height * factor)),
            octaves=self.octaves if octaves is None else octaves,
        )
