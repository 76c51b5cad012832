"""Asking servers of the web so that nobody is led to a place inside, and all ends in time.

A name is resolved once, every number it gives must be public, and the connection goes to one of
these numbers; the certificate is checked against the name. No proxy, no credentials, no
compression, no redirect: whoever follows one begins anew. Why not a library: docs/decisions/0020.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Generic, TypeVar

from django.conf import settings
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from outbox.web_addresses import CLOSED, Address, Place, Resolve, WebError, is_public, resolve

CONNECT_SECONDS = 5.0
MAX_ADDRESSES = 4  # of one name that are tried

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Rules:
    """`seconds` for everything together, `max_bytes` of what is read.

    `private_hosts` are names, or numbers, that may lie inside.
    """

    ports: Container[int] = frozenset({80, 443})
    seconds: float = 15.0
    max_bytes: int = 20 * 1024 * 1024
    resolve: Resolve = resolve
    is_open: Callable[[Address], bool] = is_public
    private_hosts: Container[str] = frozenset()


class Line:
    """One connection at a time, which another thread may end."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_given_up = False

    def ask(
        self, place: Place, method: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> HTTPResponse:
        """The answer, of which nothing but the headers is read yet.

        Raises `WebError`, `OSError`, `HTTPException`.
        """
        connection = HTTPConnection(place.host, place.port)
        connection.sock = self._connect(place)
        told = {
            "Host": place.host_header,
            "User-Agent": f"HKPictures (+{settings.WAGTAILADMIN_BASE_URL})",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection.request(method, place.path, body=body, headers=told | dict(headers))
        return connection.getresponse()

    def be_patient(self, seconds: float) -> None:
        """How long each further step may take."""
        with self._lock:
            if self._socket is not None:
                self._socket.settimeout(seconds)

    def give_up(self) -> None:
        """Close what is open and let nothing more be opened."""
        with self._lock:
            self._is_given_up = True
            if self._socket is not None:
                _close(self._socket)

    def hang_up(self) -> None:
        self._hold(None)

    def _hold(self, connected: socket.socket | None) -> None:
        with self._lock:
            if self._socket is not None:
                _close(self._socket)
            self._socket = connected
            if connected is not None and self._is_given_up:
                _close(connected)

    def _connect(self, place: Place) -> socket.socket:
        reason: object = ""
        for address in self._addresses(place)[:MAX_ADDRESSES]:
            try:
                plain = socket.create_connection((str(address), place.port), CONNECT_SECONDS)
                plain.settimeout(self.rules.seconds)
                self._hold(plain)
                if place.scheme == "http":
                    return plain
                secured = _context().wrap_socket(plain, server_hostname=place.host)
                self._replace(secured)
            except (OSError, ValueError) as error:
                logger.info("No connection to %s: %s", address, error)
                reason = error
            else:
                return secured
        raise WebError("unreachable", reason)

    def _replace(self, secured: socket.socket) -> None:
        """`wrap_socket` has taken the plain one over."""
        with self._lock:
            self._socket = secured
            if self._is_given_up:
                _close(secured)

    def _addresses(self, place: Place) -> list[Address]:
        try:
            found = list(self.rules.resolve(place.host, place.port))
        except (OSError, ValueError) as error:
            raise WebError("unreachable", error) from error
        if place.host in self.rules.private_hosts and found:
            return found
        if not found or not all(map(self.rules.is_open, found)):
            raise WebError(CLOSED)
        return found


def in_time(rules: Rules, work: Callable[[Line], Found]) -> Found:
    """What `work` gives, done within `rules.seconds` or given up: that is what the thread is for.

    However slowly a resolver or server answers. Raises `WebError`, and what `work` raises.
    """
    line = Line(rules)
    visit = _Visit(line, work)
    visit.start()
    visit.join(rules.seconds)
    if visit.is_alive():
        line.give_up()  # the thread ends by itself
        raise WebError("slow")
    if visit.error is not None:
        raise visit.error
    return visit.found[0]


class _Visit(threading.Thread, Generic[Found]):
    def __init__(self, line: Line, work: Callable[[Line], Found]) -> None:
        super().__init__(name="asking the web", daemon=True)
        self.found: list[Found] = []
        self.error: Exception | None = None
        self._line = line
        self._work = work

    def run(self) -> None:
        try:
            self.found.append(self._work(self._line))
        except (OSError, HTTPException, ValueError) as error:
            logger.info("A server broke off: %s", error)
            # The line may notice first that the time is over.
            is_slow = isinstance(error, TimeoutError)
            self.error = WebError("slow") if is_slow else WebError("broken", error)
        except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
            self.error = error
        finally:
            self._line.hang_up()


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


def _close(connected: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        connected.shutdown(socket.SHUT_RDWR)  # wakes a thread that reads from it
    connected.close()
