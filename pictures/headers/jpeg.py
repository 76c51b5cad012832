"""JPEG: marker segments, then scans of entropy-coded data up to the end marker."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from pictures.headers.exif import read_exif
from pictures.headers.survey import Survey
from pictures.intake_errors import BrokenError
from pictures.intake_limits import MAX_SCANNED_PIXELS

EXIF_PREFIX = b"Exif\0\0"
XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
ICC_PREFIX = b"ICC_PROFILE\0"

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END = 0xDA, 0xD9
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_MARKER = re.compile(rb"\xff++([\x01-\xcf\xd8-\xfe])")
_MARKER_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_MAX_SEGMENTS = 4_096


def is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff")


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end (in bytes, with the marker) of every segment up to the end marker.

    The segment of a scan holds its entropy-coded data too.
    """
    position = 2
    for _ in range(_MAX_SEGMENTS):
        match = _MARKER.match(data, position)
        if match is None:
            raise BrokenError
        marker, body = match[1][0], match.end()
        if marker == _END:
            yield marker, body - 2, body
            return
        if body + 2 > len(data):
            raise BrokenError
        end = body + struct.unpack_from(">H", data, body)[0]
        if end < body + 2 or end > len(data):
            raise BrokenError
        if marker == _START_OF_SCAN:
            following = _MARKER_AFTER_SCAN.search(data, end)
            if following is None:
                raise BrokenError
            end = following.start()
        yield marker, body - 2, end
        position = end
    raise BrokenError


def walk(data: bytes) -> Survey:
    found = Survey("jpeg")
    kept = [memoryview(b"\xff\xd8")]
    view, scans = memoryview(data), 0
    for marker, start, end in segments(data):
        if marker in _FRAME_MARKERS:
            _read_frame(data[start + 4 : end], found)
        elif marker == _START_OF_SCAN:
            scans += 1
            if not found.width or scans * found.width * found.height > MAX_SCANNED_PIXELS:
                raise BrokenError
        if not _is_metadata(marker) or _goes_to_decoder(marker, data[start + 4 : end], found):
            kept.append(view[start:end])
    if not scans:
        raise BrokenError
    found.pixels = b"".join(kept)
    return found


def _is_metadata(marker: int) -> bool:
    return marker == _COMMENT or _APP0 <= marker <= 0xEF


def _read_frame(body: bytes, found: Survey) -> None:
    if len(body) < 6 or found.width:
        raise BrokenError
    found.height, found.width = struct.unpack_from(">HH", body, 1)
    if not found.width or not found.height:
        raise BrokenError


def _goes_to_decoder(marker: int, body: bytes, found: Survey) -> bool:
    """Read what a segment says; only JFIF, Adobe's colour transform and the profile are kept.

    The index of a multi-picture file is dropped with the rest: with it Pillow would change over
    to another plugin.
    """
    if marker in (_APP0, _APP14):
        return True
    found.budget.spend(len(body))
    if marker == _APP2:
        return body.startswith(ICC_PREFIX)
    if marker == _COMMENT:
        found.add_text("comment", body.decode(errors="replace"))
    elif body.startswith(EXIF_PREFIX):
        read_exif(body[len(EXIF_PREFIX) :], found)
    elif body.startswith(XMP_PREFIX):
        found.xmp += body[len(XMP_PREFIX) :]
    return False
