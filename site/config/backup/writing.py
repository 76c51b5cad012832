"""Makes an archive while the site goes on: rows of one moment first, then the files they name.

Files are never changed in place, so those of that moment are still there, but for what has been
deleted since.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.storage import storages
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from config.backup import archive, cells, contents
from config.backup.snapshot import snapshot
from pictures.media.ledger import Ledger
from pictures.media.names import STORAGES, Held, is_held

Tell = Callable[[str], None]
PAGE = 500  # rows
EVERY = 1000  # files between two lines of progress


def write(target: IO[bytes], *, renditions: bool = True, tell: Tell) -> archive.Manifest:
    """What went in. Raises `OSError` where `target` or a storage fails."""
    return Backup(target, renditions, tell).write()


class Backup:
    def __init__(self, target: IO[bytes], renditions: bool, tell: Tell) -> None:
        self.packer = archive.Packer(target)
        self.tell = tell
        self.manifest = archive.Manifest(
            made_at=timezone.now().isoformat(timespec="seconds"),
            database=connection.vendor,
            migrations=[],
            renditions=renditions,
        )

    def write(self) -> archive.Manifest:
        with ExitStack() as open_until_then:
            enter = open_until_then.enter_context
            self.ledgers = {alias: enter(Ledger()) for alias in STORAGES}
            plain = enter(TemporaryFile())  # noqa: SIM115 - the stack closes it
            self.listing = enter(gzip.open(plain, "wb"))  # noqa: SIM115 - and this
            with snapshot():
                self._write_rows()
            for alias in STORAGES:
                self._write_files(alias)
            self.listing.close()
            plain.seek(0)
            self.manifest.listing, _size = self.packer.add(archive.LISTING, plain)
            self.packer.finish(self.manifest)
        return self.manifest

    def _write_rows(self) -> None:
        self.manifest.migrations = contents.migrations(connection)
        models = contents.models(renditions=self.manifest.renditions)
        for number, model in enumerate(models):
            label = model._meta.label
            with TemporaryFile() as rows:
                self.manifest.rows[label] = self._rows_of(model, rows)
                rows.seek(0)
                self._add(f"{archive.ROWS}{number:03}-{label}.jsonl.gz", rows)
        rows_written = sum(self.manifest.rows.values())
        self.tell(f"Rows: {rows_written} of {len(self.manifest.rows)} tables")

    def _rows_of(self, model: type[Model], target: IO[bytes]) -> int:
        fields = contents.fields(model)
        names = [field.attname for field in fields]
        turns = cells.writers(fields)
        files = contents.files(model)
        key = next(place for place, field in enumerate(fields) if field.primary_key)
        count = 0
        with gzip.open(target, "wt", encoding="utf-8", compresslevel=5) as lines:
            lines.write(_line({"model": model._meta.label, "fields": names}))
            for page in _pages(model, names, key):
                self._expect_files(model, page, files, key)
                for row in page:
                    for place, turn in turns:
                        row[place] = turn(row[place])
                    lines.write(_line(row))
                count += len(page)
        return count

    def _expect_files(
        self, model: type[Model], page: list[list[Any]], files: list[tuple[int, str]], key: int
    ) -> None:
        for place, alias in files:
            self.ledgers[alias].expect(
                Held(row[place], model._meta.label_lower, row[key], "")
                for row in page
                if row[place]
            )

    def _write_files(self, alias: str) -> None:
        storage = storages[alias]
        for held in self.ledgers[alias].missing():  # none has been found yet: all of them
            try:
                source = storage.open(held.name, "rb")
            except FileNotFoundError:
                self._tell_lost(alias, held)
                continue
            with source:
                size = self._add(f"{archive.MEDIA}{alias}/{held.name}", source)
            self.manifest.files += 1
            self.manifest.size += size
            if self.manifest.files % EVERY == 0:
                self.tell(f"Files: {self.manifest.files}")

    def _tell_lost(self, alias: str, held: Held) -> None:
        """Nobody's fault where its row has gone meanwhile too."""
        self.manifest.lost += 1
        why = "is missing" if is_held(alias, held.name) else "was deleted meanwhile"
        self.tell(f"A file {why}: {alias}/{held.name} ({held.model} {held.pk})")

    def _add(self, name: str, source: IO[bytes]) -> int:
        sha256, size = self.packer.add(name, source)
        entry = {"name": name, "size": size, "sha256": sha256}
        self.listing.write(_line(entry).encode())
        return size


def _pages(model: type[Model], names: list[str], key: int) -> Iterator[list[list[Any]]]:
    """By their keys: no driver keeps more than a page in memory."""
    rows = model._base_manager.order_by("pk").values_list(*names)
    page = [list(row) for row in rows[:PAGE]]
    while page:
        last = page[-1][key]
        yield page
        page = [list(row) for row in rows.filter(pk__gt=last)[:PAGE]]


def _line(value: Any) -> str:
    return (
        json.dumps(value, default=cells.as_json, ensure_ascii=False, separators=(",", ":")) + "\n"
    )
