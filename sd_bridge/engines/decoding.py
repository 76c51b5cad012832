"""From base64 to a picture that can be opened; a lying server must not cost us the memory."""

from __future__ import annotations

import base64
import binascii
import io
import struct
import zlib
from dataclasses import dataclass
from typing import Literal, cast

from PIL import ExifTags, Image

from pictures.storable import storable
from sd_bridge.engines.errors import EngineUnreadable

MAX_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
_BLACK = 4  # of 255: the rounding of lossy formats around true black
# What Pillow's decoders raise on damaged and hostile files.
_DECODE_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file that was opened to the last pixel; `text` is the infotext inside it, if any."""

    data: bytes
    format: Literal["PNG", "JPEG", "WEBP"]
    width: int
    height: int
    is_black: bool
    text: str


def decode(encoded: object, *, max_pixels: int = MAX_PIXELS) -> Decoded:
    """Opens one element of `images`: base64, with or without `data:…;base64,` before it.

    Raises EngineUnreadable "bad_picture". The type is read from the bytes, the size from the
    picture itself: neither the server's settings nor its infotext are to be trusted for them.
    """
    if not isinstance(encoded, str) or not encoded:
        raise EngineUnreadable("bad_picture", detail="An empty picture.")
    if encoded.startswith("data:"):
        encoded = encoded.partition(",")[2]
    try:
        if "\n" in encoded or " " in encoded:  # no copy of megabytes unless there is a need
            encoded = "".join(encoded.split())
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EngineUnreadable("bad_picture", detail=f"Damaged base64: {error}") from error
    return _opened(data, max_pixels)


def _opened(data: bytes, max_pixels: int) -> Decoded:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > max_pixels:
                raise EngineUnreadable("bad_picture", detail=f"{width}×{height} pixels.")
            image.load()
            return Decoded(
                data=data,
                format=cast(Literal["PNG", "JPEG", "WEBP"], image.format),
                width=width,
                height=height,
                is_black=_is_black(image),
                text=_embedded_text(image),
            )
    except _DECODE_ERRORS as error:
        kind = type(error).__name__
        raise EngineUnreadable("bad_picture", detail=f"{kind}: {str(error)[:200]}") from error


def _is_black(image: Image.Image) -> bool:
    pixels = image if image.mode in ("L", "RGB") else image.convert("RGB")
    extrema = pixels.getextrema()
    bands = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return all(highest < _BLACK for _lowest, highest in cast(tuple[tuple[int, int], ...], bands))


def _embedded_text(image: Image.Image) -> str:
    """PNG keeps the infotext in a text chunk, JPEG and WebP in the EXIF comment."""
    text = image.info.get("parameters")
    if isinstance(text, str):
        return storable(text)
    comment = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment)
    if isinstance(comment, bytes) and comment[:8] == b"UNICODE\0":
        return storable(comment[8:].decode("utf-16-be", "replace"))
    return ""
