"""JPEG: tables, frames and scans; then what we say."""

from __future__ import annotations

import struct

from pictures.decoding import is_srgb
from pictures.headers.jpeg import EXIF_PREFIX, ICC_PREFIX, XMP_PREFIX, segments

_APP1 = 0xE1
_JFIF = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
_LONGEST = 65_533
_ADOBE, _ICC, _END = 0xEE, 0xE2, 0xD9
_ADOBE_SIZE = 12  # name, version, flags, transform
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT = _FRAMES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD}  # with tables, scans and intervals
_SCREEN_CHANNELS = (1, 3)


def written(data: bytes, mark: bytes, exif: bytes) -> bytes:
    """Raises ValueError where a colour profile is needed, or there is too much to say."""
    kept: list[bytes] = []
    profile: list[bytes] = []
    adobe = b""
    for marker, start, end in segments(data):
        body = data[start + 4 : end]
        if marker in _FRAMES and (len(body) < 6 or body[5] not in _SCREEN_CHANNELS):
            raise ValueError("colours of a printing press")
        if marker in _KEPT:
            kept.append(data[start:end])
        elif marker == _ADOBE and body[:5] == b"Adobe" and len(body) >= _ADOBE_SIZE:
            adobe = _segment(_ADOBE, body[:_ADOBE_SIZE])
        elif marker == _ICC and body.startswith(ICC_PREFIX):
            profile.append(body[len(ICC_PREFIX) + 2 :])
    if profile and not is_srgb(b"".join(profile)):
        raise ValueError("a colour profile")
    told = [_segment(_APP1, EXIF_PREFIX + exif)] if exif else []
    told.append(_segment(_APP1, XMP_PREFIX + mark))
    head = [b"\xff\xd8", adobe or _JFIF, *told]
    return b"".join([*head, *kept, bytes([0xFF, _END])])


def fits(exif: bytes) -> bool:
    """Whether a file can hold it."""
    return len(EXIF_PREFIX) + len(exif) <= _LONGEST


def _segment(marker: int, body: bytes) -> bytes:
    if len(body) > _LONGEST:
        raise ValueError("too long")
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
