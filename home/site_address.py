"""Wagtail's Site follows the address the installation is told to have."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

USUAL_PORTS = {"http": 80, "https": 443}


def follow_base_url(**kwargs: Any) -> None:
    """Write host and port of `BASE_URL` to the default site; also called after `migrate`."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or USUAL_PORTS[address.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = address.hostname or "localhost", port
        site.save()
