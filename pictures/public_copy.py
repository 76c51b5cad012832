"""A copy in full size that may be given away.

Originals stay private: they carry prompts, places, names, serial numbers and paths, and may be
another kind of file at the same time. What leaves the house is made anew from the pixels.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from PIL import Image, PngImagePlugin

from pictures.decoding import on_white
from pictures.headers.png import XMP_KEY
from pictures.intake import open_pixels
from pictures.rendering import Rendered

_OPTIONS: dict[str, dict[str, Any]] = {
    "png": {"compress_level": 6},
    "jpeg": {"quality": 92, "optimize": True, "progressive": True, "subsampling": 0},
    "webp": {"quality": 92, "method": 4},
    "avif": {"quality": 90, "speed": 6},
}
FORMATS = tuple(_OPTIONS)
_SILENT = [value | 1 for value in range(256)]


def strip_private(
    file: BinaryIO | bytes,
    file_format: str = "png",
    *,
    mark: bytes,
    name: str = "",
    exif: bytes = b"",
    silent: bool = False,
) -> Rendered:
    """The picture in full size as `png`, `jpeg`, `webp` or `avif`, with nothing private in it.

    The only things written beside the pixels are the XMP packet `mark` and, in all but PNG, the
    TIFF structure `exif`. `silent` also sets the lowest bit of every colour, where some programs
    hide a text. Raises `IntakeError`.
    """
    pixels = open_pixels(file, name=name)
    if silent:
        pixels = pixels.point(_SILENT * len(pixels.getbands()))
    data = _encode(pixels, file_format, mark, exif)
    return Rendered("original", data, *pixels.size, f"image/{file_format}")


def _encode(pixels: Image.Image, file_format: str, mark: bytes, exif: bytes) -> bytes:
    options = dict(_OPTIONS[file_format])
    if file_format == "png":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt(XMP_KEY, mark.decode())
    else:
        options["xmp"] = mark
        if exif:
            options["exif"] = exif
    if file_format == "jpeg":
        pixels = on_white(pixels)
    target = io.BytesIO()
    pixels.save(target, file_format.upper(), **options)
    return target.getvalue()
