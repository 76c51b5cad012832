"""A picture from the web, fetched so that nobody is led to a place inside.

The name is resolved once, every number it gives must be public, and the connection goes to one of
these numbers; the certificate is checked against the name. Each redirect begins anew. No proxy, no
credentials, no compression. Why not a library: docs/decisions/0020.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urljoin

from django.conf import settings
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from pictures.importing.refusals import ImportRefusedError
from pictures.importing.web_addresses import Address, Place, Resolve, is_public, place_of, resolve

CONNECT_SECONDS = 5.0
CHUNK = 64 * 1024
MAX_ADDRESSES = 4  # of one name that are tried
MAX_REDIRECTS = 4
REDIRECTS = {301, 302, 303, 307, 308}
OK = 200

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """`seconds` for everything together; `max_bytes` of the picture."""

    ports: frozenset[int] = frozenset({80, 443})
    seconds: float = 15.0
    max_bytes: int = 20 * 1024 * 1024
    resolve: Resolve = resolve
    is_open: Callable[[Address], bool] = is_public


RULES = Rules()


def fetch(address: str, *, name: str, rules: Rules = RULES) -> bytes:
    """What `address` gives, at most `rules.max_bytes`. Raises `ImportRefusedError`, naming `name`.

    It ends within `rules.seconds`, however slowly a resolver or server answers: that is what the
    thread is for.
    """
    visit = _Visit(address, name, rules)
    visit.start()
    visit.join(rules.seconds)
    if visit.is_alive():
        visit.give_up()
        raise ImportRefusedError("web_slow", name=name, limit=f"{rules.seconds:.0f}")
    if visit.error is not None:
        raise visit.error
    return bytes(visit.content)


class _Visit(threading.Thread):
    def __init__(self, address: str, name: str, rules: Rules) -> None:
        super().__init__(name="fetching", daemon=True)
        self.content = bytearray()
        self.error: Exception | None = None
        self._address = address
        self._name = name
        self._rules = rules
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_given_up = False

    def run(self) -> None:
        try:
            self._follow()
        except (OSError, HTTPException, ValueError) as error:
            logger.info("A server broke off: %s", error)
            self.error = self._refused("web_broken")
        except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
            self.error = error
        finally:
            self._hold(None)

    def give_up(self) -> None:
        """Close what is open and let nothing more be opened; the thread ends by itself."""
        with self._lock:
            self._is_given_up = True
            if self._socket is not None:
                _close(self._socket)

    def _hold(self, connected: socket.socket | None) -> None:
        with self._lock:
            if self._socket is not None:
                _close(self._socket)
            self._socket = connected
            if connected is not None and self._is_given_up:
                _close(connected)

    def _follow(self) -> None:
        address = self._address
        for _turn in range(MAX_REDIRECTS + 1):
            place = place_of(address, name=self._name, ports=self._rules.ports)
            with self._ask(place) as response:
                there = response.headers.get("Location", "")
                if response.status not in REDIRECTS or not there:
                    self._read(response)
                    return
            address = urljoin(address, there.strip())
        raise self._refused("web_redirects")

    def _ask(self, place: Place) -> HTTPResponse:
        connected = self._connect(place)
        connection = HTTPConnection(place.host, place.port)
        connection.sock = connected
        headers = {
            "Host": place.host_header,
            "User-Agent": f"HKPictures (+{settings.WAGTAILADMIN_BASE_URL})",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection.request("GET", place.path, headers=headers)
        return connection.getresponse()

    def _connect(self, place: Place) -> socket.socket:
        for address in self._addresses(place)[:MAX_ADDRESSES]:
            try:
                plain = socket.create_connection((str(address), place.port), CONNECT_SECONDS)
                plain.settimeout(self._rules.seconds)
                self._hold(plain)
                if place.scheme == "http":
                    return plain
                secured = _context().wrap_socket(plain, server_hostname=place.host)
                self._replace(secured)
            except (OSError, ValueError) as error:
                logger.info("No connection to %s: %s", address, error)
            else:
                return secured
        raise self._refused("web_unreachable")

    def _replace(self, secured: socket.socket) -> None:
        """`wrap_socket` has taken the plain one over."""
        with self._lock:
            self._socket = secured
            if self._is_given_up:
                _close(secured)

    def _addresses(self, place: Place) -> list[Address]:
        try:
            found = list(self._rules.resolve(place.host, place.port))
        except (OSError, ValueError) as error:
            raise self._refused("web_unreachable") from error
        if not found or not all(map(self._rules.is_open, found)):
            raise self._refused("web_closed")
        return found

    def _read(self, response: HTTPResponse) -> None:
        if response.status != OK:
            raise self._refused("web_status", reason=f"{response.status}")
        if response.headers.get_content_type() in {"text/html", "application/xhtml+xml"}:
            raise self._refused("web_page")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise self._refused("web_broken")
        if (response.length or 0) > self._rules.max_bytes:
            raise self._too_large()
        while chunk := response.read1(CHUNK):
            self.content += chunk
            if len(self.content) > self._rules.max_bytes:
                raise self._too_large()
        if response.length:  # it promised more
            raise self._refused("web_broken")

    def _too_large(self) -> ImportRefusedError:
        return self._refused("too_large", limit=f"{self._rules.max_bytes // 1024**2}")

    def _refused(self, code: str, **params: str) -> ImportRefusedError:
        return ImportRefusedError(code, name=self._name, **params)


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


def _close(connected: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        connected.shutdown(socket.SHUT_RDWR)  # wakes a thread that reads from it
    connected.close()
