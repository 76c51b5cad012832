"""GIF: a screen, then extensions and frames made of sub-blocks of up to 255 bytes."""

from __future__ import annotations

import struct

from pictures.headers.survey import Survey
from pictures.intake_errors import BrokenError, TooManyFramesError
from pictures.intake_limits import MAX_FRAMES

_EXTENSION, _FRAME, _COMMENT = 0x21, 0x2C, 0xFE
_TRAILER = b"\x3b"
_MAX_BLOCKS = 65_536


def is_gif(data: bytes) -> bool:
    return data[:6] in (b"GIF87a", b"GIF89a")


def walk(data: bytes) -> Survey:
    found = Survey("gif", frames=0)
    try:
        _walk(data, found)
    except (IndexError, struct.error) as error:
        # Cut off: what was whole before is used only if it holds the first frame.
        if not found.pixels:
            raise BrokenError from error
    if not found.pixels:
        raise BrokenError
    return found


def _walk(data: bytes, found: Survey) -> None:
    found.width, found.height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + _table_size(flags)
    for _ in range(_MAX_BLOCKS):
        if data[position] == _EXTENSION:
            start = position + 2
            position = _skip_blocks(data, start)
            if data[start - 1] == _COMMENT:
                _read_comment(data, start, position, found)
        elif data[position] == _FRAME:
            position = _read_frame(data, position, found)
        else:  # the trailer, or something that no reader goes beyond
            return
    raise BrokenError


def _read_frame(data: bytes, position: int, found: Survey) -> int:
    """Count the frame at `position`; the first one closes what the decoder gets."""
    left, top, width, height, flags = struct.unpack_from("<HHHHB", data, position + 1)
    end = _skip_blocks(data, position + 10 + _table_size(flags) + 1)
    found.frames += 1
    if found.frames > MAX_FRAMES:
        raise TooManyFramesError
    if found.frames == 1:
        # A frame may reach beyond the screen; the decoder then enlarges the picture.
        found.width = max(found.width, left + width)
        found.height = max(found.height, top + height)
        found.pixels = data[:end] + _TRAILER
    return end


def _table_size(flags: int) -> int:
    """Bytes of the colour table that `flags` announces."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(data: bytes, position: int) -> int:
    """The position behind a chain of sub-blocks and its terminator."""
    while size := data[position]:
        position += size + 1
    return position + 1


def _read_comment(data: bytes, start: int, end: int, found: Survey) -> None:
    found.budget.spend(end - start)
    parts = []
    while size := data[start]:
        parts.append(data[start + 1 : start + 1 + size])
        start += size + 1
    found.add_text("comment", b"".join(parts).decode(errors="replace"))
