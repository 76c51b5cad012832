"""A copy in full size that may be given away.

Originals stay private: they carry prompts, places, names, serial numbers and paths, and may be
another kind of file at the same time. What leaves the house is made anew from the pixels.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from PIL import Image, PngImagePlugin

from pictures.ai_mark import ai_mark
from pictures.decoding import on_white
from pictures.headers.png import XMP_KEY
from pictures.intake import open_pixels
from pictures.rendering import Rendered

_OPTIONS: dict[str, dict[str, Any]] = {
    "png": {"compress_level": 6},
    "jpeg": {"quality": 92, "optimize": True, "progressive": True, "subsampling": 0},
    "webp": {"quality": 92, "method": 4},
}
FORMATS = tuple(_OPTIONS)


def strip_private(
    file: BinaryIO | bytes, file_format: str = "png", *, ai_generated: bool, name: str = ""
) -> Rendered:
    """The picture in full size as `png`, `jpeg` or `webp`, with nothing private in it.

    The only thing written beside the pixels is the AI mark. Raises `IntakeError`.
    """
    pixels = open_pixels(file, name=name)
    data = _encode(pixels, file_format, ai_generated)
    return Rendered("original", data, *pixels.size, f"image/{file_format}")


def _encode(pixels: Image.Image, file_format: str, ai_generated: bool) -> bytes:
    options = dict(_OPTIONS[file_format])
    if ai_generated and file_format == "png":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt(XMP_KEY, ai_mark().decode())
    elif ai_generated:
        options["xmp"] = ai_mark()
    if file_format == "jpeg":
        pixels = on_white(pixels)
    target = io.BytesIO()
    pixels.save(target, file_format.upper(), **options)
    return target.getvalue()
