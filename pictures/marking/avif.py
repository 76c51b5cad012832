"""AVIF: the packet of a copy that was made here, exchanged for another.

A file of boxes and offsets is not taken apart: the old packet is blotted out where it lies, the new
one is put behind everything else, and the two numbers that say where it is are written anew. This
holds for files of our own encoder only; others are encoded anew.
"""

from __future__ import annotations

import struct

from pictures.headers.avif import walk
from pictures.headers.boxes import Box, Reader, boxes

_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # the kind of box that holds a manifest


def remarked(data: bytes, mark: bytes) -> bytes:
    """Raises ValueError where there is no packet of ours to exchange."""
    if _C2PA in data:
        raise ValueError("signed")  # and the signature would be left behind
    found = walk(data)
    if not found.xmp or found.texts:
        raise ValueError("not made here")
    at = data.find(found.xmp)
    places = [box for box in boxes(data) if box.kind == b"iloc"]
    if at < 0 or len(places) != 1 or data.find(found.xmp, at + 1) >= 0:
        raise ValueError("not made here")
    offset_at, length_at = _pointer(data, places[0], at, len(found.xmp))
    fresh = bytearray(data)
    fresh[at : at + len(found.xmp)] = bytes(len(found.xmp))
    struct.pack_into(">I", fresh, offset_at, len(data) + 8)
    struct.pack_into(">I", fresh, length_at, len(mark))
    done = bytes(fresh) + struct.pack(">I4s", len(mark) + 8, b"mdat") + mark
    if walk(done).xmp != mark:
        raise ValueError("not made here")
    return done


def _pointer(data: bytes, box: Box, start: int, length: int) -> tuple[int, int]:
    """Where the file says that something of `length` bytes lies at `start`.

    The layout is that of our encoder: version 0, four bytes a number, one part an item.
    """
    reader = Reader(data, box.start, box.end)
    if reader.number(4) or reader.number(2) >> 4 != 0x440:
        raise ValueError("not made here")
    for _ in range(reader.number(2)):
        reader.take(4)
        parts = reader.number(2)
        if parts != 1:
            raise ValueError("not made here")
        at = reader.position
        if (reader.number(4), reader.number(4)) == (start, length):
            return at, at + 4
    raise ValueError("not made here")
