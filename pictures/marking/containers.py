"""A picture's file written anew around the same pixel data, from a list of what may go along.

Nothing is decoded and nothing is copied but what a decoder needs: texts, EXIF, profiles, previews
and whatever else the old file held stay behind. `pixels` that cannot be told from other data that
way (animations, foreign colours, bytes hidden in the stream) are refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from pictures import headers
from pictures.headers import avif as avif_header
from pictures.headers import jpeg as jpeg_header
from pictures.headers import png as png_header
from pictures.headers import webp as webp_header
from pictures.intake_errors import IntakeError
from pictures.marking import avif, jpeg, png, webp
from pictures.marking.exif import exif_block


class CannotRewriteError(Exception):
    """The file's pixel data cannot be taken over as it is; it has to be encoded anew."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file says beside its pixels: the XMP packet, and an infotext for WebUI or ""."""

    mark: bytes
    infotext: str = ""


def rewritten(data: bytes, carried: Carried) -> bytes:
    """The same picture, with `carried` and nothing else. Raises `CannotRewriteError`."""
    try:
        if avif_header.is_avif(data):
            if carried.infotext:
                raise CannotRewriteError
            return avif.remarked(data, carried.mark)
        found = headers.survey(data)
        if png_header.is_png(data):
            turned = exif_block(found.orientation, "")
            return png.written(data, carried.mark, turned, carried.infotext)
        block = exif_block(found.orientation, carried.infotext)
        if jpeg_header.is_jpeg(data):
            return jpeg.written(data, carried.mark, block)
        if webp_header.is_webp(data):
            return webp.written(data, carried.mark, block)
    except (IntakeError, ValueError) as error:
        raise CannotRewriteError from error
    raise CannotRewriteError
