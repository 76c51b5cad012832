"""All reads see the database of one moment, while the site goes on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_STATEMENTS = {
    "postgresql": ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"],
    "mysql": [
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ],
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Not inside another transaction."""
    if connection.vendor == "sqlite":
        with _reading_sqlite():
            yield
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            for statement in _STATEMENTS[connection.vendor]:
                cursor.execute(statement)
        yield


@contextmanager
def _reading_sqlite() -> Iterator[None]:
    """By hand: Django's own transactions take the lock for writing at once here."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment
            yield
        finally:
            cursor.execute("ROLLBACK")
