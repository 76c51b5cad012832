"""Small answers kept in the cache; where it is away, they are worked out anew."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

logger = logging.getLogger(__name__)

AWAY_SECONDS = 5  # how long a cache is not asked after it failed

T = TypeVar("T")
_away_until = 0.0


def remembered(key: str, make: Callable[[], T], seconds: int) -> T:
    """What `make` gave at most `seconds` ago; it must not give None."""
    global _away_until
    if time.monotonic() < _away_until:
        return make()
    try:
        found = cache.get(key)
    except Exception as error:  # noqa: BLE001 - each cache library has errors of its own
        _away_until = time.monotonic() + AWAY_SECONDS
        logger.warning("Nothing is remembered for %s s: %s", AWAY_SECONDS, error)
        return make()
    if found is None:
        found = make()
        try:
            cache.set(key, found, seconds)
        except Exception as error:  # noqa: BLE001 - as above
            logger.warning("%s is not remembered: %s", key, error)
    return found


def forget(key: str) -> None:
    """Let `key` be worked out anew; a cache that is away loses it by itself."""
    try:
        cache.delete(key)
    except Exception as error:  # noqa: BLE001 - as above
        logger.warning("%s may be old for a while: %s", key, error)
