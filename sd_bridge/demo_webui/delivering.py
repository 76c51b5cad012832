"""How an answer goes over the wire: whole, or in one of the ways that `faults` promises."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Event

from .routing import Reply

DRIP_SECONDS = 1.0
HUGE_BYTES = 300 * 10**6


@dataclass(frozen=True)
class Way:
    """`data` at once; else `pieces` one by one, with a `length` that need not be theirs."""

    data: bytes | None = None
    length: int = 0
    pieces: Iterable[bytes] = ()


def way_of(reply: Reply, faults: frozenset[str], stopped: Event) -> Way:
    """`stopped` ends what would last for ever."""
    if "huge-image" in faults:
        return _huge()
    data = _encoded(reply)
    if "half-json" in faults:
        return Way(data[: len(data) // 2])
    if "slow-drip" in faults:
        return Way(None, len(data), _dripping(data, stopped))
    if "closes-early" in faults:
        return Way(None, len(data), [data[: len(data) // 2]])
    return Way(data)


def _encoded(reply: Reply) -> bytes:
    if reply.content_type != "application/json":
        return str(reply.answer or "").encode()
    if reply.status in (204, 307):
        return b""
    return json.dumps(reply.answer, ensure_ascii=False).encode()


def _dripping(data: bytes, stopped: Event) -> Iterator[bytes]:
    for number in range(len(data)):
        yield data[number : number + 1]
        if stopped.wait(DRIP_SECONDS):
            return


def _huge() -> Way:
    """One picture that is far too large, made as it is sent."""
    head, tail = b'{"images": ["', b'"], "parameters": {}, "info": "{}"}'
    piece = b"iVBORw0K" * 8192
    count = HUGE_BYTES // len(piece)

    def pieces() -> Iterator[bytes]:
        yield head
        for _number in range(count):
            yield piece
        yield tail

    return Way(None, len(head) + count * len(piece) + len(tail), pieces())
