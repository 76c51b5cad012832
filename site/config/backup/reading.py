"""Reads an archive and believes nothing of it before every byte has been looked at."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from config.backup import archive
from config.backup.archive import BackupError, Manifest

LARGEST_MANIFEST = 16 * 1024 * 1024


def verify(path: Path) -> Manifest:
    """What the archive says it is. Raises `BackupError` unless it is whole and unaltered."""
    with _told_plainly(), closing(sqlite3.connect("")) as seen:
        seen.execute("CREATE TABLE member (name TEXT PRIMARY KEY, size INT, sha256 TEXT)")
        manifest, listing = None, None
        for name, source in members(path):
            if manifest is not None:
                raise BackupError(f"The archive is broken: {name} stands behind its end.")
            if name == archive.MANIFEST:
                manifest = Manifest.from_bytes(source.read(LARGEST_MANIFEST))
                continue
            sha256, size = _digest(source)
            if name == archive.LISTING:
                listing = sha256
                continue
            try:
                seen.execute("INSERT INTO member VALUES (?, ?, ?)", (name, size, sha256))
            except sqlite3.IntegrityError as error:
                raise BackupError(f"The archive is broken: {name} is in it twice.") from error
        if manifest is None or listing is None:
            raise BackupError("The archive is not whole: its end is missing.")
        if manifest.listing != listing:
            raise BackupError("The archive is broken: its list of members has been altered.")
        _compare(path, seen)
        return manifest


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and bytes of each; only plain files under names that lead nowhere else."""
    with tarfile.open(path, "r:") as tar:
        while (member := tar.next()) is not None:
            if not member.isreg() or not _is_safe(member.name):
                raise BackupError(f"The archive holds what does not belong there: {member.name!r}")
            source = tar.extractfile(member)
            if source is None:
                raise BackupError(f"The archive is broken at {member.name}.")
            with source:
                yield member.name, source
            tar.members.clear()  # type: ignore[attr-defined]


def lines(source: IO[bytes]) -> Iterator[list]:
    """The header of a table, then its rows."""
    with gzip.open(source, "rt", encoding="utf-8") as text:
        for line in text:
            yield json.loads(line)


def _is_safe(name: str) -> bool:
    if name in (archive.LISTING, archive.MANIFEST):
        return True
    parts = name.split("/")
    return (
        name.startswith((archive.ROWS, archive.MEDIA))
        and not {"", ".", ".."} & set(parts)
        and "\\" not in name
        and "\0" not in name
    )


def _digest(source: IO[bytes]) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    while some := source.read(archive.CHUNK):
        found.update(some)
        size += len(some)
    return found.hexdigest(), size


def _compare(path: Path, seen: sqlite3.Connection) -> None:
    """Raises `BackupError` at the first member that is not as the listing has it, or lacks."""
    count = 0
    for entry in _listing(path):
        count += 1
        found = seen.execute(
            "SELECT size, sha256 FROM member WHERE name = ?", (entry["name"],)
        ).fetchone()
        if found != (entry["size"], entry["sha256"]):
            state = "is missing" if found is None else "has been altered"
            raise BackupError(f"The archive is broken: {entry['name']} {state}.")
    if count != seen.execute("SELECT COUNT(*) FROM member").fetchone()[0]:
        raise BackupError("The archive is broken: it holds more than it lists.")


def _listing(path: Path) -> Iterator[dict]:
    for name, source in members(path):
        if name == archive.LISTING:
            yield from lines(source)  # type: ignore[misc]


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BackupError("There is no such archive.") from error
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, KeyError) as error:
        raise BackupError(f"The archive is broken: {error}") from error
