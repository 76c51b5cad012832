"""Reads what a picture file says of itself, without decoding a pixel.

`survey` recognises the five kinds of file by their bytes, walks their structure once and raises
`IntakeError` where it is cut off, contradicts itself or goes beyond the limits.
"""

from __future__ import annotations

from pictures.headers import avif, gif, jpeg, png, webp
from pictures.headers.survey import Survey
from pictures.intake_errors import UnsupportedError

_WALKERS = (
    (png.is_png, png.walk),
    (jpeg.is_jpeg, jpeg.walk),
    (webp.is_webp, webp.walk),
    (gif.is_gif, gif.walk),
    (avif.is_avif, avif.walk),
)


def survey(data: bytes) -> Survey:
    """The facts of a picture file; raises `UnsupportedError`, `BrokenError`, …"""
    for recognises, walk in _WALKERS:
        if recognises(data):
            found = walk(data)
            if found.xmp and png.XMP_KEY not in found.texts:
                found.add_text(png.XMP_KEY, found.xmp.decode(errors="replace"))
            return found
    raise UnsupportedError


__all__ = ["Survey", "survey"]
