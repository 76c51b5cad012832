"""Which places of the web the site may ask, whether for a picture or with a webhook.

A name is resolved once, and the numbers it gave decide: however an address is spelt (octal,
hexadecimal, short, in another script, by a name), the number that would be connected to counts.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[Address]]

MAX_ADDRESS = 2_000  # characters
NO_ADDRESS, CLOSED = "address", "closed"
PORTS = {"http": 80, "https": 443}

_UNICAST_6 = IPv6Network("2000::/3")
_SPECIAL_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo and other protocols that carry an address within
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries an IPv4 address
        "3fff::/20",
    )
]
_SPECIAL_4 = [IPv4Network("192.88.99.0/24")]  # relays of 6to4


class WebError(Exception):
    """Something on the web was not reached, or may not be.

    `code`: address (it is none), closed (not on the public web), unreachable, broken (off in the
    middle), slow.
    """

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code, str(detail))
        self.code = code
        self.detail = str(detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(frozen=True, slots=True)
class Place:
    """`host` in ASCII, without brackets; `path` with its query, as it is sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Whether anybody's machine reaches it: no private, special, carrying or group address."""
    if isinstance(address, IPv4Address):
        special = any(address in network for network in _SPECIAL_4)
        return address.is_global and not address.is_multicast and not special
    if address not in _UNICAST_6 or any(address in network for network in _SPECIAL_6):
        return False
    return address.is_global


def place_of(address: str, *, ports: Container[int]) -> Place:
    """The parts of a web address. Raises `WebError`."""
    if len(address) > MAX_ADDRESS or any(sign <= " " or sign in "\\\x7f" for sign in address):
        raise WebError(NO_ADDRESS)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise WebError(NO_ADDRESS) from error
    host = _host(parts.hostname or "")
    if parts.scheme not in PORTS or "@" in parts.netloc or not host:
        raise WebError(NO_ADDRESS)
    port = port if port is not None else PORTS[parts.scheme]
    if port not in ports:
        raise WebError(CLOSED)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
    return Place(parts.scheme, host, port, f"{path}?{query}" if query else path)


def _host(name: str) -> str:
    """The name as it is asked for; "" where it cannot be one."""
    try:
        return str(IPv6Address(name)) if ":" in name else name.encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return ""


def resolve(host: str, port: int) -> list[Address]:
    """The numbers behind a name, in the order to try them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
