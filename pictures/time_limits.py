"""A question to the database that may take too long is given up in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

_STEPS = 20_000  # of SQLite's machine between two looks at the clock


class TooSlowError(Exception):
    """The database was not done in time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Ends queries of this block that take longer. Raises `TooSlowError`."""
    begin = time.monotonic()
    limit = {"postgresql": _postgresql, "mysql": _mysql}.get(connection.vendor, _sqlite)
    try:
        with limit(seconds):
            yield
    except OperationalError as error:
        if time.monotonic() - begin < 0.9 * seconds:
            raise
        raise TooSlowError from error


@contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    raw, end = connection.connection, time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    # Of the transaction alone: a pooler may hand the connection to somebody else afterwards.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [int(1000 * seconds)])
        yield


@contextmanager
def _mysql(seconds: float) -> Iterator[None]:
    is_mariadb = connection.mysql_is_mariadb  # type: ignore[attr-defined]
    name, value = (
        ("max_statement_time", seconds)
        if is_mariadb
        else ("max_execution_time", int(1000 * seconds))
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION {name} = %s", [value])
        try:
            yield
        finally:
            cursor.execute(f"SET SESSION {name} = 0")
