"""WebP: one picture and its transparency; then what we say."""

from __future__ import annotations

import struct

from pictures.decoding import is_srgb
from pictures.headers.webp import chunks

_KEPT = (b"ALPH", b"VP8 ", b"VP8L")
_ALPHA, _EXIF, _XMP = 0x10, 0x08, 0x04
_LOSSLESS_ALPHA = 1 << 28


def written(data: bytes, mark: bytes, exif: bytes) -> bytes:
    """Raises ValueError for an animation, and where a colour profile is needed."""
    found: dict[bytes, bytes] = {}
    for kind, start, end in chunks(data):
        size = int.from_bytes(data[start + 4 : start + 8], "little")
        body = data[start + 8 : min(start + 8 + size, end)]
        if kind in (b"ANIM", b"ANMF"):
            raise ValueError("an animation")
        if kind == b"ICCP" and not is_srgb(body):
            raise ValueError("a colour profile")
        if kind in _KEPT:
            found.setdefault(kind, body)
    width, height, alpha = _canvas(found)
    flags = (_ALPHA if alpha else 0) | (_EXIF if exif else 0) | _XMP
    head = struct.pack("<I", flags) + (width - 1).to_bytes(3, "little")
    pieces = [_chunk(b"VP8X", head + (height - 1).to_bytes(3, "little"))]
    pieces += [_chunk(kind, found[kind]) for kind in _KEPT if kind in found]
    pieces += [_chunk(b"EXIF", exif)] if exif else []
    body = b"".join([b"WEBP", *pieces, _chunk(b"XMP ", mark)])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _canvas(found: dict[bytes, bytes]) -> tuple[int, int, bool]:
    """Width and height in px, and whether anything may be transparent."""
    if lossless := found.get(b"VP8L"):
        bits = int.from_bytes(lossless[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits & _LOSSLESS_ALPHA)
    lossy = found.get(b"VP8 ", b"")
    if len(lossy) < 10:
        raise ValueError("no picture")
    width, height = struct.unpack_from("<HH", lossy, 6)
    return width & 0x3FFF, height & 0x3FFF, b"ALPH" in found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
