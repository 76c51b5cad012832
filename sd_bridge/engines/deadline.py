"""A bound on the whole of a call. The timeouts of `requests` only bound each single read, so a
server that drips one byte a second would hold us for ever."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter


class Deadline:
    """Cuts the connection of its call after `seconds`; use as a context manager.

    The name look-up before the connection is not covered: the system's resolver bounds that.
    """

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._socket = None

    @property
    def has_passed(self) -> bool:
        return time.monotonic() >= self._ends

    def watch(self, connected: socket.socket) -> None:
        with self._lock:
            self._socket = connected
        if self.has_passed:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            if self._socket is not None:
                # The plain socket's method: an SSL socket's would first drop its own state,
                # which the reading thread is using.
                with contextlib.suppress(OSError):  # already closed by the other side
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class DeadlineAdapter(HTTPAdapter):
    """Hands the sockets it opens to the deadline. Never retries anything."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self._deadline)
        return pool


def _watched(connection_class: type, deadline: Deadline) -> type:
    def connect(self: Any) -> None:
        connection_class.connect(self)  # type: ignore[attr-defined]
        deadline.watch(self.sock)

    return type(f"Watched{connection_class.__name__}", (connection_class,), {"connect": connect})
