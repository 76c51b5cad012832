"""Counts in the cache, and in the database where the cache does not count or does not answer.

Only Redis and Memcached count for all processes and lose nothing when many count at once; a cache
in the process, in files or in a table is not asked.
"""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from datetime import UTC, datetime

from django.core.cache import cache, caches
from django.core.cache.backends.memcached import BaseMemcachedCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from limits.models import Spending
from limits.rules import Budget

logger = logging.getLogger(__name__)


class CannotCountError(Exception):
    """Neither the cache nor the database answered."""


def take(key: str, budget: Budget) -> int:
    """Count once under `key`: 0 while the budget lasts, else the seconds until the next window.

    Raises CannotCountError.
    """
    window, past = divmod(int(time.time()), budget.seconds)
    left = budget.seconds - past
    if isinstance(caches["default"], RedisCache | BaseMemcachedCache):
        try:
            times = _in_cache(f"limits:{key}:{window}", left)
        except Exception as error:  # noqa: BLE001 - each backend raises errors of its own
            logger.warning("The cache does not count, the database does: %s", error)
        else:
            return 0 if times <= budget.times else left
    try:
        return 0 if _in_database(key, window, budget) else left
    except DatabaseError as error:
        raise CannotCountError from error


def spent(asked: list[tuple[str, Budget]]) -> list[int]:
    """How often each key was counted in the window of now; one query. Raises CannotCountError."""
    now = int(time.time())
    windows = [(key, now // budget.seconds) for key, budget in asked]
    if isinstance(caches["default"], RedisCache | BaseMemcachedCache):
        names = [f"limits:{key}:{window}" for key, window in windows]
        try:
            found = cache.get_many(names)
        except Exception as error:  # noqa: BLE001 - as above
            logger.warning("The cache does not tell, the database does: %s", error)
        else:
            return [int(found.get(name, 0)) for name in names]
    rows = Spending.objects.filter(
        key__in=[key for key, _window in windows], window__in=[window for _key, window in windows]
    )
    try:
        times = {(row.key, row.window): row.times for row in rows}
    except DatabaseError as error:
        raise CannotCountError from error
    return [times.get(pair, 0) for pair in windows]


def give_back(key: str, budget: Budget) -> None:
    """Undo one `take`, wherever it was counted; nothing happens when its window is over."""
    window = int(time.time()) // budget.seconds
    if isinstance(caches["default"], RedisCache | BaseMemcachedCache):
        try:
            cache.decr(f"limits:{key}:{window}")
        except Exception as error:  # noqa: BLE001 - as above; also raised for a key that is gone
            logger.info("Nothing was given back in the cache: %s", error)
        else:
            return
    row = Spending.objects.filter(key=key, window=window, times__gt=0)
    row.update(times=F("times") - 1)


def _in_cache(key: str, left: int) -> int:
    cache.add(key, 0, timeout=left + 60)
    return cache.incr(key)


def _in_database(key: str, window: int, budget: Budget) -> bool:
    """Add one if the budget allows; the database decides, so it is exact under any crowd."""
    row = Spending.objects.filter(key=key, window=window)
    # A failed statement must not spoil a transaction that others opened. We open none of our own:
    # MariaDB would deadlock between the insert's lock and the update's.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        if _add(row, budget):
            return True
        ends_at = datetime.fromtimestamp((window + 1) * budget.seconds, tz=UTC)
        fresh = Spending(key=key, window=window, times=0, ends_at=ends_at)
        Spending.objects.bulk_create([fresh], ignore_conflicts=True)
        return _add(row, budget)


def _add(row, budget: Budget) -> bool:
    return row.filter(times__lt=budget.times).update(times=F("times") + 1) == 1
