"""How this server talks with log-in services: never for long, never with large answers."""

from __future__ import annotations

import time
from typing import Any

import requests
from urllib3.exceptions import HTTPError

CONNECT, READ, WHOLE = 3.0, 5.0, 10.0  # seconds: to connect, between bytes, for the whole body
LARGEST = 1024 * 1024  # bytes


class PatientSession(requests.Session):
    """Raises `requests.RequestException` where an answer is late or too large.

    A timeout of requests is about single reads; a service that drips is given up too.
    """

    def request(self, *arguments: Any, **more: Any) -> requests.Response:
        deadline = time.monotonic() + WHOLE
        more |= {"timeout": (CONNECT, READ), "stream": True}
        response = super().request(*arguments, **more)
        body = bytearray()
        try:
            while part := response.raw.read1(64 * 1024, decode_content=True):
                body += part
                if len(body) > LARGEST or time.monotonic() > deadline:
                    raise requests.Timeout("The answer is too large or too slow")
        except HTTPError as error:
            raise requests.ConnectionError(error) from error
        finally:
            response.close()
        response._content = bytes(body)
        return response
