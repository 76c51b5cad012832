"""Copies on which nothing can be recognised: what everyone sees first of a sensitive picture.

What is left of the picture is fewer than eight by eight colours; the rest is a smooth blend.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageFilter
from wagtail.images.image_operations import FilterOperation
from willow.plugins.pillow import PillowImage

from pictures.decoding import on_white
from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat, crop_box
from pictures.rendering import Rendered, encode, fill_size

PATCHES = 7  # colours along the longer side; faces are recognised from about sixteen on
WIDTH = 640  # px; large enough for the card that other sites make of a link
FILE_FORMAT = "jpeg"
MARK = "|blur|"  # what the specs of these copies have and no other


def blurred_fill_spec(picture_format: PictureFormat) -> str:
    """The spec of the blurred picture cut to its format."""
    width, height = fill_size(picture_format, WIDTH)
    return f"fill-{width}x{height}{MARK}format-{FILE_FORMAT}"


def blurred_whole_spec() -> str:
    """The spec of the whole picture, blurred."""
    return f"max-{WIDTH}x{WIDTH}{MARK}format-{FILE_FORMAT}"


def blurred_specs(picture_format: PictureFormat) -> tuple[str, str]:
    return blurred_fill_spec(picture_format), blurred_whole_spec()


def blur(pixels: Image.Image, size: tuple[int, int] | None = None) -> Image.Image:
    """The blurred picture, in `size` px or as large as it was."""
    longest = max(pixels.size)
    patches = [max(1, round(PATCHES * side / longest)) for side in pixels.size]
    few = on_white(pixels).resize(patches, Image.Resampling.BOX)
    width, height = size or pixels.size
    blend = few.resize((width, height), Image.Resampling.BICUBIC)
    return blend.filter(ImageFilter.GaussianBlur(max(width, height) / PATCHES / 2))


def render_blurred(
    pixels: Image.Image,
    picture_format: PictureFormat,
    focal: FocalPoint | None = None,
    *,
    mark: bytes,
) -> Iterator[Rendered]:
    """Both blurred copies of an upright picture; they carry `mark` as all others do."""
    cut = pixels.crop(crop_box(*pixels.size, picture_format.ratio, focal))
    longest = max(pixels.size)
    whole = tuple(max(1, round(WIDTH * side / longest)) for side in pixels.size)
    for spec, source, size in (
        (blurred_fill_spec(picture_format), cut, fill_size(picture_format, WIDTH)),
        (blurred_whole_spec(), pixels, (whole[0], whole[1])),
    ):
        data = encode(blur(source, size), FILE_FORMAT, mark)
        yield Rendered(spec, data, *size, f"image/{FILE_FORMAT}")


class BlurOperation(FilterOperation):
    """Lets Wagtail understand the specs, so that whatever makes copies anew makes these too."""

    def construct(self) -> None:
        """`blur` takes nothing."""

    def run(self, willow: PillowImage, image: Any, env: dict[str, Any]) -> PillowImage:
        return PillowImage(blur(willow.get_pillow_image()))
