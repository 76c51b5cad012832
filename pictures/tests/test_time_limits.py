"""A slow question is ended by the database itself, and the connection serves the next one."""

from __future__ import annotations

import time

import pytest
from django.db import connection, transaction

from pictures.time_limits import TooSlowError, time_limit

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT COUNT(*) FROM n LIMIT 1",
    "postgresql": "SELECT pg_sleep(20)",
    "mysql": "SELECT SLEEP(20)",
}


def ask(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


class TestTimeLimit:
    def test_ends_what_takes_too_long(self):
        begin = time.monotonic()
        with pytest.raises(TooSlowError), transaction.atomic(), time_limit(0.3):
            ask(SLOW[connection.vendor])
        assert time.monotonic() - begin < 5
        assert ask("SELECT 7") == 7

    def test_leaves_the_quick_alone(self):
        with time_limit(5):
            assert ask("SELECT 7") == 7
