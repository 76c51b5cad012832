"""Redis as a cache that the site can do without: losing it makes pages slower, not wrong.

What is asked for counts as not there, what is stored is dropped, one warning is logged; then the
server is left alone for a few seconds, however many pages are made meanwhile. Only what must not
stay is deleted all the same. Who has to know whether the cache answered asks for many at once,
stores many at once or counts: those raise.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)

AWAY_SECONDS = 5


class CacheAwayError(ConnectionError):
    """The cache server did not answer, now or a moment ago."""


class SharedRedisCache(RedisCache):
    _away_until: ClassVar[dict[str, float]] = {}  # by server, for all threads of this process

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = str(server)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._forgiving(default, super().get, key, default, version)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._forgiving(None, super().set, key, value, timeout, version)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._forgiving(False, super().add, key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._forgiving(False, super().touch, key, timeout, version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._forgiving(False, super().has_key, key, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            self._note(error)
            return False

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._ask(super().get_many, keys, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._ask(super().incr, key, delta, version)

    def _forgiving(self, instead: Any, method: Callable[..., Any], *args: Any) -> Any:
        try:
            return self._ask(method, *args)
        except CacheAwayError:
            return instead

    def _ask(self, method: Callable[..., Any], *args: Any) -> Any:
        if time.monotonic() < self._away_until.get(self._server, 0.0):
            raise CacheAwayError("The cache did not answer a moment ago")
        try:
            return method(*args)
        except RedisError as error:
            self._note(error)
            raise CacheAwayError(str(error)) from error

    def _note(self, error: RedisError) -> None:
        if time.monotonic() >= self._away_until.get(self._server, 0.0):
            logger.warning("The cache is not asked for %s s: %s", AWAY_SECONDS, error)
        self._away_until[self._server] = time.monotonic() + AWAY_SECONDS
