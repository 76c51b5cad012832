"""A list of names in a scratch database: checking a library of any size takes the same memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice

from pictures.media.names import Held

BATCH = 500


class Ledger(AbstractContextManager):
    """What rows hold, against what is found. SQLite keeps it in a file that goes with it."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute(
            "CREATE TABLE entry (name TEXT PRIMARY KEY, model TEXT, pk TEXT, field TEXT,"
            " is_found INTEGER DEFAULT 0) WITHOUT ROWID"
        )

    def __exit__(self, *details: object) -> None:
        self._database.close()

    def expect(self, rows: Iterable[Held]) -> None:
        """These must be found."""
        self._database.executemany(
            "INSERT OR IGNORE INTO entry (name, model, pk, field) VALUES (?, ?, ?, ?)",
            ((row.name, row.model, f"{row.pk}", row.field) for row in rows),
        )

    def allow(self, names: Iterable[str]) -> None:
        """These may be found."""
        self._database.executemany(
            "INSERT OR IGNORE INTO entry (name, is_found) VALUES (?, 1)",
            ((name,) for name in names),
        )

    def unknown(self, found: Iterable[str]) -> Iterator[str]:
        """Those of `found` that nobody named; the others count as found."""
        names = iter(found)
        while some := list(islice(names, BATCH)):
            marks = ",".join("?" * len(some))
            known = f"SELECT name FROM entry WHERE name IN ({marks})"  # noqa: S608 - marks only
            there = {name for (name,) in self._database.execute(known, some)}
            self._database.executemany(
                "UPDATE entry SET is_found = 1 WHERE name = ?", ((name,) for name in there)
            )
            yield from (name for name in some if name not in there)

    def missing(self) -> Iterator[Held]:
        """What was expected and not found, by name."""
        rows = self._database.execute(
            "SELECT name, model, pk, field FROM entry WHERE is_found = 0 ORDER BY name"
        )
        yield from (Held(*row) for row in rows)
