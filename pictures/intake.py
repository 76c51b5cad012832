"""The one door for picture files, wherever they come from.

`take_in` answers what a file is and what it tells of itself; `open_pixels` gives its pixels for
making renditions. Both look at the bytes only (never at a name or an announced type), check every
limit before a decoder sees the file, decode once, and raise nothing but `IntakeError`.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from pictures import headers
from pictures.decoding import decode, decode_sample
from pictures.fingerprints import difference_hash, dominant_colour
from pictures.focal_point import FocalPoint, propose_focal_point
from pictures.intake_errors import (
    BrokenError,
    EmptyFileError,
    IntakeError,
    SideTooLongError,
    TooLargeError,
    TooManyFramesError,
    TooManyPixelsError,
    TooSmallError,
)
from pictures.intake_limits import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    MAX_PIXELS_BY_FORMAT,
    MAX_SIDE,
    MIN_SIDE,
)
from pictures.recipe import Recipe
from pictures.recipe_reader import read_recipe

EXTENSIONS = {"png": "png", "jpeg": "jpg", "webp": "webp", "avif": "avif", "gif": "gif"}
CONTENT_TYPES = {name: f"image/{name}" for name in EXTENSIONS}
ACCEPT = ",".join(CONTENT_TYPES.values())
"""For the `accept` attribute of a file field."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that passed. `data` is what was received, byte for byte: keep it private.

    `width` and `height` in px are those of the upright picture; so are the px of `focal_point`,
    a proposal. `dhash` is 16 hex digits, near-equal pictures differ in few of its 64 bits.
    `raw_metadata` holds the texts found inside, 2 MB at most.
    """

    data: bytes
    format: str
    width: int
    height: int
    sha256: str
    dhash: str
    dominant_colour: str
    focal_point: FocalPoint
    recipe: Recipe
    raw_metadata: dict[str, str]
    has_alpha: bool
    is_animated: bool

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.format]


def take_in(file: BinaryIO | bytes, *, name: str = "") -> TakenIn:
    """Check a file and read what it tells; raises `IntakeError` with `name` in its sentence."""
    return take_in_with_sample(file, name=name)[0]


def take_in_with_sample(file: BinaryIO | bytes, *, name: str = "") -> tuple[TakenIn, Image.Image]:
    """As `take_in`, and a small upright RGB copy, which the one decode has left."""
    try:
        data = read_bounded(file)
        found = _checked_survey(data)
        sample = decode_sample(found)
    except IntakeError as error:
        error.name = name
        raise
    taken = TakenIn(
        data=data,
        format=found.format,
        width=sample.width,
        height=sample.height,
        sha256=hashlib.sha256(data).hexdigest(),
        dhash=difference_hash(sample.pixels),
        dominant_colour=dominant_colour(sample.pixels),
        focal_point=propose_focal_point(sample.pixels).scaled(sample.factor),
        recipe=read_recipe(found.texts),
        raw_metadata=found.texts,
        has_alpha=sample.has_alpha,
        is_animated=found.frames > 1,
    )
    return taken, sample.pixels


def open_pixels(file: BinaryIO | bytes, *, name: str = "") -> Image.Image:
    """The first frame, upright, in sRGB: RGB, or RGBA if anything is transparent.

    It carries no metadata. Raises `IntakeError`.
    """
    return open_reduced(file, name=name)[0]


def open_reduced(
    file: BinaryIO | bytes, *, at_least: int = 0, name: str = ""
) -> tuple[Image.Image, float]:
    """As `open_pixels`, and by what factor its sides are shorter than the picture's.

    With `at_least` a JPEG may come at a half, a quarter or an eighth, as long as its shorter side
    keeps that many px: it costs a fraction of the time and memory.
    """
    try:
        found = _checked_survey(read_bounded(file))
        pixels = decode(found, at_least=at_least)
    except IntakeError as error:
        error.name = name
        raise
    return pixels, max(pixels.size) / max(found.width, found.height)


def read_bounded(file: BinaryIO | bytes) -> bytes:
    """All bytes of `file` from its beginning, where it is put back; raises `TooLargeError`."""
    if isinstance(file, bytes | bytearray | memoryview):
        data = bytes(file[: MAX_BYTES + 1])
    else:
        file.seek(0, os.SEEK_SET)
        data = file.read(MAX_BYTES + 1)
        file.seek(0, os.SEEK_SET)
    if not data:
        raise EmptyFileError
    if len(data) > MAX_BYTES:
        raise TooLargeError
    return data


def _checked_survey(data: bytes) -> headers.Survey:
    """What the file says of itself, if that is within the limits."""
    found = headers.survey(data)
    limit = MAX_PIXELS_BY_FORMAT.get(found.format, MAX_PIXELS)
    if not found.width or not found.height:
        raise BrokenError
    if max(found.width, found.height) > MAX_SIDE:
        raise SideTooLongError
    if found.width * found.height > limit:
        raise TooManyPixelsError(pixels=limit)
    if min(found.width, found.height) < MIN_SIDE:
        raise TooSmallError
    if found.frames > MAX_FRAMES:
        raise TooManyFramesError
    return found
