"""Parts of addresses that every app may use: `<id:picture_id>`."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A number that fits into a database's key; no address has a larger one."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")
