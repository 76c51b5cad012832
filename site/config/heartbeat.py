"""A sign of life for processes that answer no requests, read by probes as the age of a file.

With `HEARTBEAT_PATH` set the file is touched, at most every `EVERY` seconds, whenever the process
talks to its database. Workers and the scheduler do so all the time, also while an engine paints:
one whose file grows old hangs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

EVERY = 5.0  # seconds


class Heartbeat:
    """Touches `path`; one object a process. Raises OSError where that is not possible."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = 0.0

    def beat(self) -> None:
        now = time.monotonic()
        if not self._last or now - self._last >= EVERY:
            self._path.touch()
            self._last = now

    def listen(self) -> None:
        """Beat with every query of every connection that is opened from now on."""
        connection_created.connect(self._attach, weak=False, dispatch_uid="heartbeat")

    def _attach(self, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        if self._beating not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._beating)

    def _beating(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.beat()
        return execute(sql, params, many, context)
