"""Where a request comes from, as far as that can be known.

`X-Forwarded-For` is written by whoever sends it. Each of our own proxies (`TRUSTED_PROXY_COUNT`)
appends the address it saw, so that many entries from the right are true and the rest is hearsay.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
HOME = 64  # bits of an IPv6 address that name one household or server


def address_of(request: HttpRequest) -> str:
    """The sender's IP address, or "" when there is none (a socket file)."""
    return str(_address(request) or "")


def network_of(request: HttpRequest) -> str:
    """The IPv4 address or the /64 of the IPv6 address; what cannot be read is one network."""
    address = _address(request)
    if address is None:
        return UNKNOWN
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), HOME), strict=False))


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    proxies = settings.TRUSTED_PROXY_COUNT
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    # Fewer entries than proxies: it did not come through them, so nothing it says is believed.
    text = said[-proxies] if 0 < proxies <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(_without_port(text).partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
