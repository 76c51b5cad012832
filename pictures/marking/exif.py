"""The few lines of EXIF that are written: which way is up, and a comment as WebUI writes it."""

from __future__ import annotations

import struct

_ORIENTATION, _EXIF_DIRECTORY, _USER_COMMENT = 0x0112, 0x8769, 0x9286
_SHORT, _LONG, _UNDEFINED = 3, 4, 7
_HEADER = b"MM\0*\0\0\0\x08"


def exif_block(orientation: int, comment: str) -> bytes:
    """A TIFF structure, big-endian; b"" where there is nothing to say."""
    entries = []
    if orientation != 1:
        entries.append(struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0))
    if not comment:
        return _HEADER + _directory(entries) if entries else b""
    body = b"UNICODE\0" + comment.encode("utf-16-be", errors="replace")
    place = len(_HEADER) + 2 + 12 * (len(entries) + 1) + 4
    entries.append(struct.pack(">HHII", _EXIF_DIRECTORY, _LONG, 1, place))
    behind = place + 2 + 12 + 4
    pointer = struct.pack(">HHII", _USER_COMMENT, _UNDEFINED, len(body), behind)
    return _HEADER + _directory(entries) + _directory([pointer]) + body


def _directory(entries: list[bytes]) -> bytes:
    return struct.pack(">H", len(entries)) + b"".join(entries) + bytes(4)
