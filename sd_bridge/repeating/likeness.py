"""How alike two pictures are, in two figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageChops, ImageStat

from pictures.decoding import on_white
from pictures.duplicates import NEAR
from pictures.fingerprints import difference_hash, hash_distance
from pictures.intake import open_pixels

SAME_DECIBELS = 40.0
"""From here on nobody sees a difference: what JPEG at high quality leaves of a picture."""
HIGHEST = 99.0  # dB, of two pictures that do not differ at all
_REDUCED = (256, 256)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`decibels` is the PSNR, 99 at most; `bits` is how many of 64 differ in the hashes."""

    decibels: float
    bits: int
    is_same_size: bool

    @property
    def is_same(self) -> bool:
        return self.is_same_size and self.decibels >= SAME_DECIBELS

    @property
    def is_near(self) -> bool:
        return self.bits <= NEAR


def likeness(one: BinaryIO | bytes, other: BinaryIO | bytes) -> Likeness:
    """Compare two picture files, pixel by pixel where they have the same size.

    Raises `IntakeError` for what is no readable picture.
    """
    left, right = (on_white(open_pixels(file)) for file in (one, other))
    bits = hash_distance(difference_hash(left), difference_hash(right))
    is_same_size = left.size == right.size
    if not is_same_size:
        left, right = (image.resize(_REDUCED, Image.Resampling.BOX) for image in (left, right))
    return Likeness(_decibels(left, right), bits, is_same_size)


def _decibels(left: Image.Image, right: Image.Image) -> float:
    squares = ImageStat.Stat(ImageChops.difference(left, right)).sum2
    error = sum(squares) / (len(squares) * left.width * left.height)
    if not error:
        return HIGHEST
    return round(min(10 * math.log10(255**2 / error), HIGHEST), 1)
