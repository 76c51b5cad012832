"""The list of files at the end of a zip, read without trusting it.

The standard library gives up on the whole archive at one odd entry, reads a list of any length
into memory and lets each entry say how large it is. Here an odd entry stands alone, the list is
bounded, and what an entry says of itself is only a hint.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from pictures.importing.names import decoded
from pictures.importing.refusals import ImportRefusedError

MAX_ENTRIES = 2_000
_MAX_LIST = 4 * 1024 * 1024  # bytes; names of 2,000 entries take a tenth of it
_MAX_COMMENT = 65_535
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_IS_FULL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file; sizes in bytes as the list tells them, `offset` from the beginning of the file."""

    number: int
    path: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int

    @property
    def is_folder(self) -> bool:
        return self.path.endswith(("/", "\\"))

    @property
    def is_link(self) -> bool:
        """Or anything else that is no plain file; archives of Windows tell no mode at all."""
        return self.mode & 0o170000 not in (0, 0o100000)

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & 0x2041)


def read_directory(file: BinaryIO, *, name: str = "") -> list[ZipEntry]:
    """The entries of a zip in their order, folders too. Raises `ImportRefusedError`."""
    try:
        start, length, shift = _locate(file)
        if length > _MAX_LIST:
            raise ImportRefusedError("zip_entries", name=name, limit=f"{MAX_ENTRIES:,}")
        file.seek(start)
        entries = _entries(file.read(length), shift)
    except (struct.error, OSError, ValueError) as error:
        raise ImportRefusedError("no_zip", name=name) from error
    if sum(not entry.is_folder for entry in entries) > MAX_ENTRIES:
        raise ImportRefusedError("zip_entries", name=name, limit=f"{MAX_ENTRIES:,}")
    return entries


def _locate(file: BinaryIO) -> tuple[int, int, int]:
    """Where the list begins, its length, and how many bytes stand before the archive itself."""
    size = file.seek(0, 2)
    tail_start = max(size - _MAX_COMMENT - _END.size, 0)
    file.seek(tail_start)
    tail = file.read(size - tail_start)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise ValueError("no end record")
    *_, length, offset, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    if length == _IS_FULL or offset == _IS_FULL:
        end, length, offset = _locate_64(file, end)
    shift = end - length - offset
    if shift < 0 or offset < 0:
        raise ValueError("a list that begins nowhere")
    return offset + shift, length, shift


def _locate_64(file: BinaryIO, end: int) -> tuple[int, int, int]:
    """The same for archives of the large kind."""
    at = end - _LOCATOR.size - _END_64.size
    file.seek(max(at, 0))
    record = file.read(_END_64.size)
    signature, *_, length, offset = _END_64.unpack(record)
    if at < 0 or signature != b"PK\6\6":
        raise ValueError("no end record of the large kind")
    return at, length, offset


def _entries(data: bytes, shift: int) -> list[ZipEntry]:
    entries: list[ZipEntry] = []
    at = 0
    while at + _ENTRY.size <= len(data) and data[at : at + 4] == b"PK\1\2":
        fields = _ENTRY.unpack_from(data, at)
        flags, method, crc = fields[3], fields[4], fields[7]
        packed, size, offset = fields[8], fields[9], fields[16]
        name_length, extra_length, comment_length = fields[10:13]
        name_at = at + _ENTRY.size
        extra_at = name_at + name_length
        raw = data[name_at:extra_at]
        large = _large_sizes(data[extra_at : extra_at + extra_length], size, packed, offset)
        size, packed, offset = large
        entries.append(
            ZipEntry(
                number=len(entries),
                path=decoded(raw.partition(b"\0")[0], is_utf8=bool(flags & 0x800)),
                flags=flags,
                method=method,
                crc=crc,
                packed=packed,
                size=size,
                offset=offset + shift,
                mode=fields[15] >> 16,
            )
        )
        at = extra_at + extra_length + comment_length
    if not entries and data:
        raise ValueError("a list that cannot be read")
    return entries


def _large_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Size, packed size and offset, from the extra field where the list has no room for them."""
    values = [size, packed, offset]
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            for place, value in enumerate(values):
                if value == _IS_FULL and len(body) >= 8:
                    values[place], body = struct.unpack_from("<Q", body)[0], body[8:]
            break
        at += 4 + length
    return values[0], values[1], values[2]
