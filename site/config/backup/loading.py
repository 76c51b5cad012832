"""Rows of an archive into their tables: as they were, no signal, no default, no file touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import SimpleNamespace
from typing import IO, Any

from django.db import DatabaseError, connection
from django.db.models import Field, Model

from config.backup import cells, contents
from config.backup.archive import BackupError
from config.backup.reading import lines

BATCH = 500


def load(source: IO[bytes], models: dict[str, type[Model]]) -> None:
    """One table. Raises `BackupError` where its database does not take a row."""
    rows = lines(source)
    header: Any = next(rows)
    model = models.get(header["model"])
    if model is None:
        raise BackupError(f"The archive holds a table that is not known here: {header['model']}")
    known = {field.attname: field for field in contents.fields(model)}
    try:
        fields = [known[name] for name in header["fields"]]
    except KeyError as error:
        raise BackupError(f"{header['model']} has no column {error}.") from error
    size = min(BATCH, connection.ops.bulk_batch_size(fields, [None] * BATCH))
    try:
        for batch in _batches(_objects(rows, fields), size):
            model._base_manager._insert(  # type: ignore[attr-defined]
                batch, fields=fields, using=connection.alias, raw=True
            )
    except DatabaseError as error:
        raise BackupError(f"{header['model']}: the database refuses a row. {error}") from error


def _objects(rows: Iterable[list], fields: list[Field[Any, Any]]) -> Iterator[SimpleNamespace]:
    names = [field.attname for field in fields]
    turns = cells.readers(fields)
    for row in rows:
        for place, turn in turns:
            row[place] = turn(row[place])
        yield SimpleNamespace(**dict(zip(names, row, strict=True)))


def _batches(objects: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(objects, size)):
        yield batch
