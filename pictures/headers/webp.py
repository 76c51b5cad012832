"""WebP: RIFF chunks of type, length and data padded to even length."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pictures.headers.exif import read_exif
from pictures.headers.survey import Survey
from pictures.intake_errors import BrokenError, TooManyFramesError
from pictures.intake_limits import MAX_FRAMES

_MAX_CHUNKS = 65_536


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end (whole chunk with padding, in bytes) of every chunk."""
    if len(data) < 12:
        raise BrokenError
    riff_end = 8 + struct.unpack_from("<I", data, 4)[0]
    if riff_end > len(data):
        raise BrokenError
    position = 12
    for _ in range(_MAX_CHUNKS):
        if position + 8 > riff_end:
            return
        kind, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length + length % 2
        if position + 8 + length > riff_end:
            raise BrokenError
        yield kind, position, min(end, riff_end)
        position = end
    raise BrokenError


def walk(data: bytes) -> Survey:
    found, frames = Survey("webp"), 0
    for kind, start, end in chunks(data):
        body = start + 8
        if kind in (b"VP8X", b"VP8 ", b"VP8L") and not found.width:
            found.width, found.height = _size(kind, data[body : body + 10])
        elif kind == b"ANMF":
            frames += 1
            if frames > MAX_FRAMES:
                raise TooManyFramesError
        elif kind in (b"EXIF", b"XMP ", b"ICCP"):
            found.budget.spend(end - body)
        if kind == b"EXIF":
            read_exif(data[body:end].removeprefix(b"Exif\0\0"), found)
        elif kind == b"XMP ":
            found.xmp = data[body:end]
    if not found.width:
        raise BrokenError
    found.frames = max(frames, 1)
    found.pixels = data
    return found


def _size(kind: bytes, head: bytes) -> tuple[int, int]:
    """Canvas size in px from the first ten bytes of the first picture chunk."""
    if kind == b"VP8L":
        if len(head) < 5 or head[0] != 0x2F:
            raise BrokenError
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(head) < 10:
        raise BrokenError
    if kind == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height
    if head[3:6] != b"\x9d\x01\x2a":
        raise BrokenError
    width, height = (value & 0x3FFF for value in struct.unpack_from("<HH", head, 6))
    return width, height
