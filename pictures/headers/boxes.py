"""ISO base media files (AVIF): boxes of length, type and data, some of which hold boxes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pictures.intake_errors import BrokenError

_PLAIN_CONTAINERS = frozenset([b"moov", b"trak", b"mdia", b"minf", b"stbl", b"iprp", b"ipco"])
_VERSIONED_CONTAINERS = frozenset([b"meta"])
_MAX_BOXES = 20_000
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Box:
    """`start`/`end`: where the box's content lies in the file, in bytes."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes) -> Iterator[Box]:
    """Every box of the file, containers before what they hold; raises `BrokenError`."""
    stack = [(0, len(data), 0)]
    seen = 0
    while stack:
        position, end, depth = stack.pop()
        if position == end:
            continue
        seen += 1
        if seen > _MAX_BOXES or depth > _MAX_DEPTH:
            raise BrokenError
        box, following = _box(data, position, end)
        yield box
        stack.append((following, end, depth))
        if box.kind in _PLAIN_CONTAINERS:
            stack.append((box.start, box.end, depth + 1))
        elif box.kind in _VERSIONED_CONTAINERS:
            stack.append((min(box.start + 4, box.end), box.end, depth + 1))


def _box(data: bytes, position: int, end: int) -> tuple[Box, int]:
    if position + 8 > end:
        raise BrokenError
    size, kind = struct.unpack_from(">I4s", data, position)
    start = position + 8
    if size == 1:
        if position + 16 > end:
            raise BrokenError
        (size,) = struct.unpack_from(">Q", data, start)
        start += 8
    following = end if size == 0 else position + size
    if following < start or following > end:
        raise BrokenError
    return Box(kind, start, following), following


class Reader:
    """Reads big-endian numbers between two positions; raises `BrokenError` at the end."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data, self.position, self.end = data, start, end

    def number(self, size: int) -> int:
        """An unsigned number of `size` bytes; 0 bytes give 0."""
        return int.from_bytes(self.take(size))

    def take(self, size: int) -> bytes:
        if self.position + size > self.end:
            raise BrokenError
        self.position += size
        return self.data[self.position - size : self.position]
