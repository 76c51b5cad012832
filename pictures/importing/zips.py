"""Pictures in a zip: streamed from the disk, counted while they are unpacked, one by one.

Nothing is unpacked to a path. An entry that breaks a rule is refused alone; one that would unpack
beyond the limits ends what the archive may still unpack.
"""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from pictures.importing.found import Found, is_hidden, pair
from pictures.importing.names import split_path
from pictures.importing.refusals import ImportRefusedError
from pictures.importing.zip_directory import ZipEntry, read_directory
from pictures.intake_errors import TooLargeError
from pictures.intake_limits import MAX_BYTES

MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 100
FREE_OF_RATIO = 1024 * 1024
"""Bytes that an entry may unpack to whatever it takes packed: small texts shrink very much."""
_CHUNK = 64 * 1024
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ZIP_START = b"PK\3\4"


def is_zip_name(name: str) -> bool:
    return name.lower().endswith(".zip")


class ZipReader:
    """An open zip; raises `ImportRefusedError` where it is none or has too many entries."""

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self._file = file
        self._entries = [entry for entry in read_directory(file, name=name) if _counts(entry)]
        self._left = MAX_UNPACKED  # bytes that the archive may still unpack to
        self._consumed = 0  # packed bytes read of the entry at hand

    def pictures(self) -> list[Found]:
        """What is to be read, in the archive's order; texts beside pictures come with them."""
        folders: dict[str, list[tuple[str, ZipEntry]]] = defaultdict(list)
        for entry in self._entries:
            folder, name = split_path(entry.path)
            folders[folder].append((name, entry))
        found: list[tuple[int, Found]] = []
        for folder, items in folders.items():
            pictures, beside = pair(items)
            for name, entry in pictures:
                text = beside.get(name.lower())
                found.append((entry.number, self._found(name, folder, entry, text)))
        return [item for _number, item in sorted(found, key=lambda pair: pair[0])]

    def _found(self, name: str, folder: str, entry: ZipEntry, text: ZipEntry | None) -> Found:
        sidecar = None
        if text is not None:
            sidecar = split_path(text.path)[1], partial(self.read, text)
        read = partial(self.read, entry)
        return Found(name, folder, str(entry.number), entry.size, read, sidecar)

    def read(self, entry: ZipEntry) -> bytes:
        """All of an entry. Raises `ImportRefusedError`, and `TooLargeError` as intake does."""
        name = split_path(entry.path)[1]
        _check(entry, name)
        pieces: list[bytes] = []
        size = 0
        try:
            for piece in self._unpacked(entry, name):
                pieces.append(piece)
                size += len(piece)
                self._count(len(piece), size, name)
        except TooLargeError:
            raise
        except (zlib.error, struct.error, OSError, ValueError) as error:
            raise ImportRefusedError("zip_damaged", name=name) from error
        data = b"".join(pieces)
        if zlib.crc32(data) != entry.crc:
            raise ImportRefusedError("zip_damaged", name=name)
        if data.startswith(_ZIP_START):
            raise ImportRefusedError("zip_nested", name=name)
        return data

    def _count(self, new: int, size: int, name: str) -> None:
        """Refuse an entry as soon as it has unpacked to too much, for itself or for the archive."""
        self._left -= new
        if self._left < 0:
            raise ImportRefusedError("zip_size", name=name, limit=str(MAX_UNPACKED // 1024**2))
        if size > FREE_OF_RATIO and size > MAX_RATIO * self._consumed:
            raise ImportRefusedError("zip_ratio", name=name)
        if size > MAX_BYTES:
            raise TooLargeError(name)

    def _unpacked(self, entry: ZipEntry, name: str) -> Iterator[bytes]:
        packed = self._packed(entry)
        if entry.method == _STORED:
            yield from packed
            return
        inflate = zlib.decompressobj(-15)
        for piece in packed:
            while piece and not inflate.eof:
                if data := inflate.decompress(piece, _CHUNK):
                    yield data
                piece = inflate.unconsumed_tail
            if inflate.eof:
                break
        if data := inflate.flush():
            yield data
        if not inflate.eof:
            raise ImportRefusedError("zip_damaged", name=name)

    def _packed(self, entry: ZipEntry) -> Iterator[bytes]:
        """The packed bytes, as many as the list says, from where the entry's own header ends."""
        self._file.seek(entry.offset)
        header = self._file.read(_LOCAL.size)
        signature, *_, name_length, extra_length = _LOCAL.unpack(header)
        if signature != _ZIP_START:
            raise ValueError("no entry where the list says")
        at, left = entry.offset + _LOCAL.size + name_length + extra_length, entry.packed
        self._consumed = 0
        while left > 0:
            self._file.seek(at)  # others may have read the same file meanwhile
            piece = self._file.read(min(_CHUNK, left))
            if not piece:
                raise ValueError("the archive ends inside an entry")
            at, left = at + len(piece), left - len(piece)
            self._consumed += len(piece)
            yield piece


def _counts(entry: ZipEntry) -> bool:
    """Whether somebody meant to bring it: not a folder, not what a system left behind."""
    parts = entry.path.replace("\\", "/").split("/")
    return not entry.is_folder and not any(is_hidden(part) for part in parts if part != "..")


def _check(entry: ZipEntry, name: str) -> None:
    """Refuse by what the list tells."""
    if entry.is_link:
        raise ImportRefusedError("zip_link", name=name)
    if entry.is_encrypted:
        raise ImportRefusedError("zip_encrypted", name=name)
    if is_zip_name(name):
        raise ImportRefusedError("zip_nested", name=name)
    if entry.method not in (_STORED, _DEFLATED):
        raise ImportRefusedError("zip_method", name=name)
