"""EXIF: a small TIFF inside the file. Only orientation and texts are read."""

from __future__ import annotations

import struct

from pictures.headers.survey import Survey

_ORIENTATION, _EXIF_DIRECTORY, _USER_COMMENT = 0x0112, 0x8769, 0x9286
_TEXT_TAGS = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x013B: "Artist",
    0x8298: "Copyright",
}
_UTF16_TAGS = {
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
}
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
_MAX_ENTRIES = 512


def read_exif(tiff: bytes, found: Survey) -> None:
    """Put orientation and texts of an EXIF block into `found`; damaged parts are left out."""
    if tiff[:4] not in (b"II*\0", b"MM\0*") or len(tiff) < 8:
        return
    order = "<" if tiff[0] == ord("I") else ">"
    (main,) = struct.unpack_from(order + "I", tiff, 4)
    entries = _directory(tiff, main, order)
    pointer = _number(entries.get(_EXIF_DIRECTORY, b""), order)
    if pointer:
        entries = _directory(tiff, pointer, order) | entries
    orientation = _number(entries.get(_ORIENTATION, b""), order)
    if 1 <= orientation <= 8:
        found.orientation = orientation
    for tag, value in entries.items():
        if tag in _TEXT_TAGS:
            found.add_text(_TEXT_TAGS[tag], value.rstrip(b"\0").decode(errors="replace"))
        elif tag in _UTF16_TAGS:
            found.add_text(_UTF16_TAGS[tag], value.decode("utf-16-le", errors="replace"))
        elif tag == _USER_COMMENT:
            found.add_text("UserComment", user_comment(value))


def _directory(tiff: bytes, position: int, order: str) -> dict[int, bytes]:
    """Tag → value bytes of one directory; numbers of a kind that nobody needs are skipped."""
    entries: dict[int, bytes] = {}
    if position + 2 > len(tiff):
        return entries
    (count,) = struct.unpack_from(order + "H", tiff, position)
    for index in range(min(count, _MAX_ENTRIES)):
        at = position + 2 + 12 * index
        if at + 12 > len(tiff):
            break
        tag, kind, length = struct.unpack_from(order + "HHI", tiff, at)
        size = _TYPE_SIZES.get(kind, 0) * length
        if size > 4:
            (start,) = struct.unpack_from(order + "I", tiff, at + 8)
        else:
            start = at + 8
        if size and start + size <= len(tiff):
            entries.setdefault(tag, tiff[start : start + size])
    return entries


def _number(value: bytes, order: str) -> int:
    if len(value) not in (2, 4):
        return 0
    return int.from_bytes(value, "little" if order == "<" else "big")


def user_comment(value: bytes) -> str:
    """The text of a UserComment: eight bytes name the encoding, not all writers tell the truth."""
    prefix, body = value[:8], value[8:]
    if prefix == b"UNICODE\0":
        return _utf16(body)
    if prefix == b"JIS\0\0\0\0\0":
        return body.decode("iso2022_jp", errors="replace")
    if prefix not in (b"ASCII\0\0\0", bytes(8)):
        body = value
    return body.rstrip(b"\0").decode(errors="replace")


def _utf16(body: bytes) -> str:
    """UTF-16 of either byte order: WebUI writes big-endian even into a little-endian file.

    The order in which more high bytes are zero (ASCII letters) wins, as every infotext holds some.
    """
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", errors="replace")
    if b"\0" not in body:
        try:
            return body.decode()
        except UnicodeDecodeError:
            return body.decode("utf-16-be", errors="replace")
    little = body[1::2].count(0) > body[0::2].count(0)
    return body.decode("utf-16-le" if little else "utf-16-be", errors="replace")
