"""An image to send: opened and checked by us first, as servers take broken ones without a word.

What goes out is the upright picture alone, as PNG: no metadata of the file leaves the site.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from PIL import Image

from pictures.intake import IntakeError, open_pixels
from pictures.intake_errors import TooLargeError, TooManyPixelsError
from sd_bridge.engines.asking import MAX_ENLARGED_PIXELS
from sd_bridge.engines.errors import EngineRefused

_LITTLE = 1  # of zlib's levels: the network is faster than a tighter file
STRETCH, CROP, FILL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Sendable:
    """`encoded` is bare base64 of a PNG with these sides in px."""

    encoded: str
    width: int
    height: int


def sendable(
    image: bytes, *, size: tuple[int, int] | None = None, resize_mode: int = STRETCH
) -> Sendable:
    """Raises EngineRefused "image_broken" or "image_pixels". With `size` it is fitted to that."""
    pixels = _opaque(_opened(image))
    if size is not None:
        pixels = _fitted(pixels, size, resize_mode)
    file = io.BytesIO()
    pixels.save(file, "PNG", compress_level=_LITTLE)
    return Sendable(base64.b64encode(file.getvalue()).decode(), *pixels.size)


def _opened(image: bytes) -> Image.Image:
    try:
        pixels = open_pixels(image)
    except (TooLargeError, TooManyPixelsError) as error:
        raise EngineRefused("image_pixels", detail=error.code) from error
    except IntakeError as error:
        raise EngineRefused("image_broken", detail=error.code) from error
    if pixels.width * pixels.height > MAX_ENLARGED_PIXELS:
        raise EngineRefused("image_pixels", detail=f"{pixels.width}×{pixels.height}")
    return pixels


def _opaque(pixels: Image.Image) -> Image.Image:
    """On white: what is transparent has no colour to paint over."""
    if pixels.mode != "RGBA":
        return pixels
    ground = Image.new("RGB", pixels.size, "white")
    ground.paste(pixels, mask=pixels.getchannel("A"))
    return ground


def _fitted(pixels: Image.Image, size: tuple[int, int], mode: int) -> Image.Image:
    """As A1111 does it: stretched, cropped, or filled up with the image's own colours."""
    if pixels.size == size:
        return pixels
    stretched = pixels.resize(size, Image.Resampling.LANCZOS)
    if mode == STRETCH:
        return stretched
    factors = size[0] / pixels.width, size[1] / pixels.height
    factor = max(factors) if mode == CROP else min(factors)
    width = max(1, round(pixels.width * factor))
    height = max(1, round(pixels.height * factor))
    inner = pixels.resize((width, height), Image.Resampling.LANCZOS)
    stretched.paste(inner, ((size[0] - width) // 2, (size[1] - height) // 2))
    return stretched
