"""Where the subject of a picture probably is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """A box in px of a picture; `x` and `y` are its centre, as in Wagtail's image fields."""

    x: int
    y: int
    width: int
    height: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in px."""
        half_width, half_height = self.width / 2, self.height / 2
        return (
            self.x - half_width,
            self.y - half_height,
            self.x + half_width,
            self.y + half_height,
        )

    def scaled(self, factor: float) -> FocalPoint:
        """The same box in a copy of the picture whose sides are `factor` times as long."""
        return FocalPoint(
            *(round(value * factor) for value in (self.x, self.y, self.width, self.height))
        )


def propose_focal_point(image):
    width, height = image.size
    return FocalPoint(width // 2, height // 2, width // 4, height // 4)
