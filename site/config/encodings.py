"""Compressing public pages: they hold no secret that their length could tell."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli
from django.http import HttpRequest, HttpResponse

SHORTEST = 500  # bytes; below, the header costs more
TYPES = ("text/", "application/json", "application/xml", "application/atom+xml")


def encoding_for(request: HttpRequest) -> str:
    """The best encoding that the browser takes: `br`, `gzip`, or "" for none."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    if not accepted:
        return ""
    offered = dict(_offers(accepted))
    return next((name for name in ("br", "gzip") if offered.get(name, 0) > 0), "")


def _offers(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        try:
            yield name.strip(), float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue


def compress(response: HttpResponse, encoding: str) -> None:
    """Encode the body, where it is text of some length and not encoded yet."""
    if not response.get("Content-Type", "").startswith(TYPES):
        return
    response["Vary"] = ", ".join(filter(None, (response.get("Vary"), "Accept-Encoding")))
    if not encoding or len(response.content) < SHORTEST or response.has_header("Content-Encoding"):
        return
    if encoding == "br":
        response.content = brotli.compress(response.content, quality=5)
    else:
        response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
    response["Content-Encoding"] = encoding
