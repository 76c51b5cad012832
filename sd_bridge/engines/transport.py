"""HTTP to one server: timeouts, size limits, log-in; failures become the EngineError family."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import requests
import urllib3

from sd_bridge.engines.bodies import read_body
from sd_bridge.engines.deadline import Deadline, DeadlineAdapter
from sd_bridge.engines.errors import (
    EngineRefused,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.engines.refusals import error_for
from sd_bridge.engines.scrubbing import scrub

CONNECT_TIMEOUT = 4.0  # seconds, also for each of the following
LIST_TIMEOUT = 10.0
MAX_LIST_BYTES = 16 * 1024**2
MAX_ANSWER_BYTES = 256 * 1024**2
MAX_ERROR_BYTES = 256 * 1024
# Refused, no such name, no route, no trust: the request cannot have reached the server.
_BEFORE_SENDING = (
    urllib3.exceptions.NewConnectionError,
    requests.exceptions.SSLError,
    requests.exceptions.InvalidURL,
    ConnectionRefusedError,
)


class Transport:
    """Every call opens its own connection, so threads may share one Transport.

    `base_url` may hold a log-in (it is taken out and sent as Basic, which servers of this kind
    need without having asked for it) and a path prefix. Raises ValueError for anything but http(s).
    """

    def __init__(self, base_url: str, *, auth: tuple[str, str] | None = None) -> None:
        parts = urlsplit(base_url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("An engine's address is http:// or https:// and a host.")
        _ = parts.port  # raises ValueError where it is no number
        if parts.username is not None:
            auth = (unquote(parts.username), unquote(parts.password or ""))
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        self._headers = {
            "Accept": "application/json",
            # Pictures do not shrink, and a server that compresses anyway is still understood.
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        # A bare name such as "sd" stays: taking it out would garble other words.
        self._secrets = [name for name in (host, parts.hostname) if {".", ":"} & {*name}]
        if auth is not None:
            token = base64.b64encode(":".join(auth).encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"
            self._secrets = [token, ":".join(auth), auth[1], *self._secrets]

    def get(self, path: str) -> Any:
        """The decoded JSON of a list or progress call; any EngineError."""
        return self._call("GET", path, None, timeout=LIST_TIMEOUT, max_bytes=MAX_LIST_BYTES)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """As `get`, for short calls that take a body; None where the server answers nothing."""
        return self._call("POST", path, body, timeout=LIST_TIMEOUT, max_bytes=MAX_LIST_BYTES)

    def generate(self, path: str, body: dict[str, Any], *, timeout: float) -> Any:
        """The one long call. Sent once, whatever happens: a second one would double the work."""
        return self._call("POST", path, body, timeout=timeout, max_bytes=MAX_ANSWER_BYTES)

    def scrub(self, text: str) -> str:
        return scrub(text, self._secrets)

    def _call(self, method: str, path: str, body: Any, *, timeout: float, max_bytes: int) -> Any:
        with Deadline(timeout + CONNECT_TIMEOUT) as deadline, requests.Session() as session:
            session.trust_env = False  # no proxy, no .netrc: the address alone decides
            session.mount("http://", DeadlineAdapter(deadline))
            session.mount("https://", DeadlineAdapter(deadline))
            try:
                with session.request(
                    method,
                    self.address + path,
                    json=body,
                    headers=self._headers,
                    timeout=(CONNECT_TIMEOUT, timeout),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    status = response.status_code
                    content = read_body(response, max_bytes if response.ok else MAX_ERROR_BYTES)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                raise self._connection_error(error, deadline) from error
            if deadline.has_passed:  # a cut connection can look like the end of the body
                raise EngineTimedOut(detail="The answer did not end in time.")
        if 300 <= status < 400:
            raise EngineRefused("redirected", detail=f"HTTP {status}")
        if status >= 400:
            raise error_for(status, content, self.scrub)
        return self._json(content)

    def _json(self, content: bytearray) -> Any:
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            start = content[:500].decode("utf-8", "replace")
            raise EngineUnreadable("not_json", detail=self.scrub(start)) from error

    def _connection_error(self, error: Exception, deadline: Deadline) -> Exception:
        detail = self.scrub(type(error).__name__)
        if isinstance(error, requests.ConnectTimeout):
            return EngineUnavailable("unreachable", detail=detail)
        if deadline.has_passed or isinstance(
            error, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
        ):
            return EngineTimedOut(detail=detail)
        if _never_connected(error):
            return EngineUnavailable("unreachable", detail=detail)
        return EngineUnavailable("connection_lost", detail=detail)


def _never_connected(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, _BEFORE_SENDING):
            return True
        reason = getattr(seen, "reason", None) or (seen.args[0] if seen.args else None)
        seen = reason if isinstance(reason, BaseException) else seen.__cause__
    return False
