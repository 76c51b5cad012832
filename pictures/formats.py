"""The five uniform formats: which one suits a picture, and how it is cut to one."""

from __future__ import annotations

import math

from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.focal_point import FocalPoint


class PictureFormat(models.TextChoices):
    TALL = "tall", _("Tall 9:16")
    PORTRAIT = "portrait", _("Portrait 2:3")
    SQUARE = "square", _("Square 1:1")
    LANDSCAPE = "landscape", _("Landscape 3:2")
    WIDE = "wide", _("Wide 16:9")

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        width, height = self.sides
        return width / height

    @property
    def sides(self) -> tuple[int, int]:
        """Width and height as small whole numbers, such as (2, 3)."""
        return _SIDES[self.value]

    @property
    def grid_rows(self) -> int:
        """How many rows of the grid a card spans; a row is a twelfth of a square card."""
        return _GRID_ROWS[self.value]

    @property
    def generation_size(self) -> tuple[int, int]:
        """Width and height in px to ask an engine for."""
        return _GENERATION_SIZES[self.value]


_SIDES = {
    "tall": (9, 16),
    "portrait": (2, 3),
    "square": (1, 1),
    "landscape": (3, 2),
    "wide": (16, 9),
}
_GRID_ROWS = {"tall": 21, "portrait": 18, "square": 12, "landscape": 8, "wide": 7}

# Multiples of 64, which every Stable Diffusion model takes; of exactly the ratio; at most 0.6
# megapixels, so that models trained at 512 px neither repeat the subject nor run out of memory.
_GENERATION_SIZES = {
    "tall": (576, 1024),
    "portrait": (512, 768),
    "square": (768, 768),
    "landscape": (768, 512),
    "wide": (1024, 576),
}


def propose_format(width: int, height: int) -> PictureFormat:
    """The format nearest to a picture of `width` × `height` px; twice as wide is as far as half."""
    shape = math.log(width / height)
    return min(PictureFormat, key=lambda candidate: abs(math.log(candidate.ratio) - shape))


def crop_box(
    width: int, height: int, ratio: float, focal: FocalPoint | None = None
) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in px of the largest cut of `ratio`.

    Follows the focal point as Wagtail's `fill` does: its place in the picture becomes its place
    in the cut, and the whole focal box stays inside where it fits.
    """
    crop_width = min(float(width), height * ratio)
    crop_height = crop_width / ratio
    focal_box = focal.box if focal else None
    left, right = _span(width, crop_width, focal_box and (focal_box[0], focal_box[2]))
    top, bottom = _span(height, crop_height, focal_box and (focal_box[1], focal_box[3]))
    return (
        max(math.floor(left), 0),
        max(math.floor(top), 0),
        min(math.ceil(right), width),
        min(math.ceil(bottom), height),
    )


def _span(length: int, kept: float, focal: tuple[float, float] | None) -> tuple[float, float]:
    """Where a cut of `kept` px begins and ends on a side of `length` px."""
    centre = sum(focal) / 2 if focal else length / 2
    middle = centre - (centre / length - 0.5) * kept
    start, end = middle - kept / 2, middle + kept / 2
    if focal:
        if start > focal[0]:
            start, end = focal[0], end - (start - focal[0])
        if end < focal[1]:
            start, end = start + (focal[1] - end), focal[1]
    if start < 0:
        start, end = 0, end - start
    if end > length:
        start, end = start - (end - length), length
    return start, end
