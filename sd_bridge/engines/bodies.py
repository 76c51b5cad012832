"""Reads the body of an answer without ever holding more of it than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import requests

from sd_bridge.engines.errors import EngineUnreadable

_PIECE = 64 * 1024


def read_body(response: requests.Response, limit: int) -> bytearray:
    """At most `limit` bytes, unpacked; EngineUnreadable "too_large" when a good answer has more.

    Of a longer error page the beginning is enough. Raises what `urllib3` raises while reading.
    """
    if response.ok and _announced(response) > limit:
        raise EngineUnreadable("too_large", detail=f"{_announced(response)} bytes announced.")
    content = bytearray()
    for piece in _pieces(response):
        content += piece
        if len(content) > limit:
            if response.ok:
                raise EngineUnreadable("too_large", detail=f"More than {limit} bytes.")
            break
    del content[limit:]  # no copy: an answer may be a quarter of a gigabyte
    return content


def _announced(response: requests.Response) -> int:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _pieces(response: requests.Response) -> Iterator[bytes]:
    encoding = response.headers.get("Content-Encoding", "").lower().strip()
    if encoding in ("gzip", "deflate"):
        yield from _unpacked(response.raw)
        return
    while piece := response.raw.read(_PIECE, decode_content=False):
        yield piece


def _unpacked(raw: Any) -> Iterator[bytes]:
    """In small pieces, whatever they unpack to: no decompression bomb."""
    decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib
    try:
        while piece := raw.read(_PIECE, decode_content=False):
            while piece:
                yield decoder.decompress(piece, _PIECE)
                piece = decoder.unconsumed_tail
        yield decoder.flush()
    except zlib.error as error:
        raise EngineUnreadable("not_json", detail="The compressed answer is damaged.") from error
