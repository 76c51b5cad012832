"""A picture from the web, fetched by `outbox.asking`, so that nobody is led to a place inside."""

from __future__ import annotations

from functools import partial
from http.client import HTTPResponse
from urllib.parse import urljoin

from outbox.asking import Line, Rules, in_time
from outbox.web_addresses import WebError, place_of
from pictures.importing.refusals import ImportRefusedError

CHUNK = 64 * 1024
MAX_REDIRECTS = 4
REDIRECTS = {301, 302, 303, 307, 308}
OK = 200
RULES = Rules()


def fetch(address: str, *, name: str, rules: Rules = RULES) -> bytes:
    """What `address` gives, at most `rules.max_bytes`. Raises `ImportRefusedError`, naming `name`.

    It ends within `rules.seconds`, however slowly a resolver or server answers.
    """
    try:
        return in_time(rules, partial(_follow, address, name))
    except WebError as error:
        params = {"limit": f"{rules.seconds:.0f}"} if error.code == "slow" else {}
        raise ImportRefusedError(f"web_{error.code}", name=name, **params) from error


def _follow(address: str, name: str, line: Line) -> bytes:
    """Each redirect begins anew."""
    for _turn in range(MAX_REDIRECTS + 1):
        place = place_of(address, ports=line.rules.ports)
        with line.ask(place, "GET", {"Accept": "image/*"}) as response:
            there = response.headers.get("Location", "")
            if response.status not in REDIRECTS or not there:
                return _read(response, name, line.rules.max_bytes)
        address = urljoin(address, there.strip())
    raise ImportRefusedError("web_redirects", name=name)


def _read(response: HTTPResponse, name: str, most: int) -> bytes:
    refused = partial(ImportRefusedError, name=name)
    if response.status != OK:
        raise refused("web_status", reason=f"{response.status}")
    if response.headers.get_content_type() in {"text/html", "application/xhtml+xml"}:
        raise refused("web_page")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise refused("web_broken")
    content = bytearray()
    if (response.length or 0) <= most:
        while len(content) <= most and (chunk := response.read1(CHUNK)):
            content += chunk
    if len(content) > most or (response.length or 0) > most:
        raise refused("too_large", limit=f"{most // 1024**2}")
    if response.length:  # it promised more
        raise refused("web_broken")
    return bytes(content)
