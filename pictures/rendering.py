"""The rendition set of a picture, made from one decode.

Its names are Wagtail filter specs, so that Wagtail finds each rendition under the spec that a
template would ask for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image

from pictures.decoding import on_white
from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat, crop_box
from pictures.intake import open_reduced
from pictures.scaling import scaled

RENDITION_WIDTHS = (320, 640, 1280)
RENDITION_FORMATS = ("avif", "webp", "jpeg")
MAX_SIDE = 1920

ENOUGH = 2276  # shorter side in px from which every fill can be cut: the tall one's height

_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 56, "speed": 8},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finished rendition; `width` and `height` in px."""

    spec: str
    data: bytes
    width: int
    height: int
    content_type: str


def fill_size(picture_format: PictureFormat, width: int) -> tuple[int, int]:
    """Width and height in px of a card that is `width` px wide."""
    return width, round(width / picture_format.ratio)


def fill_spec(picture_format: PictureFormat, width: int, file_format: str) -> str:
    """The spec of the picture cut to its format, `width` px wide."""
    return "fill-{}x{}|format-{}".format(*fill_size(picture_format, width), file_format)


def max_spec(file_format: str) -> str:
    """The spec of the whole picture, 1920 px at most on either side."""
    return f"max-{MAX_SIDE}x{MAX_SIDE}|format-{file_format}"


def rendition_specs(picture_format: PictureFormat) -> tuple[str, ...]:
    """Every spec a picture of this format may have; `render_set` says which it really has."""
    fills = (
        fill_spec(picture_format, width, file_format)
        for width in RENDITION_WIDTHS
        for file_format in RENDITION_FORMATS
    )
    return (*fills, *(max_spec(file_format) for file_format in RENDITION_FORMATS))


def render_file(
    file: BinaryIO | bytes,
    picture_format: PictureFormat,
    focal: FocalPoint | None = None,
    *,
    mark: bytes,
    name: str = "",
) -> Iterator[Rendered]:
    """`render_set` for a stored file; `focal` in px of the upright picture. Raises `IntakeError`.

    A large JPEG is decoded at a fraction of its size where that is enough.
    """
    pixels, factor = open_reduced(file, at_least=ENOUGH, name=name)
    if focal:
        focal = focal.scaled(factor)
    yield from render_set(pixels, picture_format, focal, mark=mark)


def render_set(
    pixels: Image.Image,
    picture_format: PictureFormat,
    focal: FocalPoint | None = None,
    *,
    mark: bytes,
) -> Iterator[Rendered]:
    """Make all renditions of an upright RGB or RGBA picture, largest first, never enlarging.

    As in Wagtail, a fill that is larger than the picture has the picture's own size; fills still
    larger than that one are left out. Nothing but `mark`, an XMP packet, is written beside the
    pixels.
    """
    for names, image in _resized(pixels, picture_format, focal):
        for file_format in RENDITION_FORMATS:
            data = encode(image, file_format, mark)
            for name in names:
                yield Rendered(
                    f"{name}|format-{file_format}", data, *image.size, f"image/{file_format}"
                )


def _resized(
    pixels: Image.Image, picture_format: PictureFormat, focal: FocalPoint | None
) -> Iterator[tuple[list[str], Image.Image]]:
    """The copies to encode with the names they go by; each is made from the next larger one."""
    box = crop_box(*pixels.size, picture_format.ratio, focal)
    cut_size = (box[2] - box[0], box[3] - box[1])
    whole_name, whole_size = f"max-{MAX_SIDE}x{MAX_SIDE}", _within(pixels.size, MAX_SIDE)
    fills = _fills(picture_format, cut_size)
    share = cut_size == pixels.size and whole_size == fills[0][1]
    if not share:
        yield [whole_name], scaled(pixels, whole_size)
    source = pixels
    for name, size in fills:
        source = scaled(source, size, box if source is pixels else None)
        names = [name, whole_name] if share else [name]
        yield names, source
        share = False


def _fills(
    picture_format: PictureFormat, cut_size: tuple[int, int]
) -> list[tuple[str, tuple[int, int]]]:
    """Name and size in px of each fill, largest first; one of them may have the cut's size."""
    fills = []
    for width in RENDITION_WIDTHS:
        size = fill_size(picture_format, width)
        name = "fill-{}x{}".format(*size)
        if width >= cut_size[0]:
            fills.append((name, cut_size))
            break
        fills.append((name, size))
    return fills[::-1]


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size` reduced to `side` px at most, rounded down as Wagtail's `max` does."""
    width, height = size
    if max(size) <= side:
        return size
    if width > height:
        return side, max(int(height * (side / width)), 1)
    return max(int(width * (side / height)), 1), side


def encode(image: Image.Image, file_format: str, mark: bytes) -> bytes:
    """A finished file: nothing beside the pixels but the XMP packet `mark`."""
    options = {**_SAVE_OPTIONS[file_format], "xmp": mark}
    if file_format == "jpeg":
        image = on_white(image)
    target = io.BytesIO()
    image.save(target, file_format.upper(), **options)
    return target.getvalue()
