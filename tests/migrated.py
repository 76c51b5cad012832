"""The database as the migrations leave it, copied: they take 20 s, a copy less than one.

SQLite copies the file, PostgreSQL makes databases after a template; MariaDB has neither, and
there an empty database stays empty.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection


class MigratedCopy:
    """Nothing is copied where no test of the session asks for the test database."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "migrated.sqlite3"
        self.template = f"hkpictures_migrated_{os.getpid()}"
        self.before = connection.settings_dict["NAME"]
        self.vendor = ""

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Copy the test database, which nothing has written to yet."""
        if connection.settings_dict["NAME"] != self.before:
            self.vendor = connection.vendor
        if self.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)
            yield
        elif self.vendor == "postgresql":
            source = connection.settings_dict["NAME"]
            connection.close()  # nobody may use a database while it is copied
            _execute(f"CREATE DATABASE {self.template} TEMPLATE {source}")
            yield
            _execute(f"DROP DATABASE {self.template}")
        else:
            yield

    def put_into(self, url: str) -> None:
        """Replace the empty database at `url` by the copy, where the server can."""
        if self.vendor == "sqlite":
            target = Path(url.removeprefix("sqlite:///"))
            with (
                closing(sqlite3.connect(self.file)) as copy,
                closing(sqlite3.connect(target)) as new,
            ):
                copy.backup(new)
        elif self.vendor == "postgresql":
            name = urlsplit(url).path.lstrip("/")
            _execute(f"DROP DATABASE {name}")
            _execute(f"CREATE DATABASE {name} TEMPLATE {self.template}")


def _execute(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
