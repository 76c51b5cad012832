"""`SD_ENGINES` as the environment gives it: `name=address` pairs, separated by commas."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"[a-z0-9-]{1,50}")


def is_web_address(url: str) -> bool:
    """Whether it is http:// or https:// and a host; a log-in, a port and a path may be in it."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    has_space = any(letter.isspace() for letter in url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not has_space


def engines_in(value: str) -> dict[str, str]:
    """`{name: address}` in the order given; raises ImproperlyConfigured, never naming an address.

    One server under two names would be given two generations at a time: that is refused as well.
    """
    engines: dict[str, str] = {}
    servers: set[str] = set()
    for pair in filter(None, (part.strip() for part in value.split(","))):
        name, equals, url = (part.strip() for part in pair.partition("="))
        if not equals or not is_web_address(url):
            raise ImproperlyConfigured(
                "SD_ENGINES must look like gpu-01=http://host:7860,gpu-02=http://user:password@host"
            )
        if not NAME.fullmatch(name):
            raise ImproperlyConfigured(
                "The names in SD_ENGINES are 1 to 50 small letters, digits and hyphens"
            )
        if name in engines:
            raise ImproperlyConfigured("SD_ENGINES has the same name twice")
        server = _server(url)
        if server in servers:
            raise ImproperlyConfigured("SD_ENGINES has the same address twice")
        engines[name] = url
        servers.add(server)
    if not engines:
        raise ImproperlyConfigured("SD_ENGINES names no engine")
    return engines


def _server(url: str) -> str:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.hostname}:{port}{parts.path.rstrip('/')}"
