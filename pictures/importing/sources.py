"""Zips and folders of the server, read in the background one file after the other.

What is done is a row: an interrupted reading goes on where it was, and two that run at the same
moment cannot read the same file twice, since a source has one row an entry.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO, cast

from django.db import IntegrityError
from django.utils import timezone

from pictures.importing import filing, folders, reading
from pictures.importing.found import Found
from pictures.importing.refusals import ImportRefusedError
from pictures.importing.zips import ZipReader
from pictures.models import ImportFile, ImportSource, ImportState

SECONDS = 10.0  # of reading, after which other tasks have their turn
SILENCE = timedelta(minutes=2)
"""A source or row that nobody has touched for so long has lost its worker."""


def read_some(source: ImportSource, *, seconds: float = SECONDS) -> bool:
    """Read the next files of `source`; whether there are more to read. The last one closes it."""
    _discard_interrupted(source)
    done = set(source.files.values_list("entry", flat=True))
    deadline = time.monotonic() + seconds
    try:
        with _opened(source) as files:
            for found in files:
                if time.monotonic() > deadline:
                    return True
                if found.entry not in done and not _read(source, found):
                    return False
    except ImportRefusedError as error:
        _refuse(source, error)
    if not source.files.filter(state=ImportState.WAITING).exists():
        close(source)
    return False


def close(source: ImportSource) -> None:
    """Nothing more is read of it; a zip's file goes first, then its name."""
    filing.remove([source.file.name])
    source.file.name, source.is_read = "", True
    source.save(update_fields=["file", "is_read", "updated_at"])


def _read(source: ImportSource, found: Found) -> bool:
    """Read one file; False where another worker is at it."""
    try:
        reading.read(source.batch, found, source=source)
    except IntegrityError:
        if source.files.filter(entry=found.entry).exists():
            return False
        raise
    source.save(update_fields=["updated_at"])
    return True


@contextmanager
def _opened(source: ImportSource) -> Iterator[list[Found]]:
    """The files of a source; how many there are is stored. Raises `ImportRefusedError`."""
    if source.path:
        place = folders.allowed(source.path)
        yield _counted(source, [item for item in folders.walk(place) if isinstance(item, Found)])
        return
    try:
        file = source.file.open("rb")
    except FileNotFoundError as error:
        raise ImportRefusedError("file_gone", name=source.name) from error
    with file:
        yield _counted(source, ZipReader(cast(BinaryIO, file), name=source.name).pictures())


def _counted(source: ImportSource, files: list[Found]) -> list[Found]:
    if source.total != len(files):
        source.total = len(files)
        source.save(update_fields=["total", "updated_at"])
    return files


def _discard_interrupted(source: ImportSource) -> None:
    """Forget rows that a killed worker had begun; their entries are read again."""
    stale = source.files.filter(state=ImportState.WAITING, updated_at__lt=timezone.now() - SILENCE)
    for row in stale:
        filing.remove([row.file.name, row.thumbnail.name])
        row.delete()


def _refuse(source: ImportSource, error: ImportRefusedError) -> None:
    """A row in place of the whole source, so that the reason stays to be seen."""
    row = ImportFile(batch=source.batch, source=source, name=source.name, entry="source")
    reading.fail(row, error)
    reading.insert(row)
