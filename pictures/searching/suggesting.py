"""Names that apps above this one offer while somebody types: each joins when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pictures.searching.asking import Asked


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` says what it is in the reader's language; `url` leads there."""

    kind: str
    name: str
    url: str


Source = Callable[[Asked, int], Iterable[Suggestion]]
_sources: dict[str, Source] = {}


def offers(name: str) -> Callable[[Source], Source]:
    """`@offers("people")`: of what holds every word asked for, at most so many, as few queries."""

    def register(source: Source) -> Source:
        _sources[name] = source
        return source

    return register


def offered(name: str, asked: Asked, limit: int) -> list[Suggestion]:
    """What the app offers that has joined as `name`; nothing where none has."""
    source = _sources.get(name)
    return list(source(asked, limit)) if source else []
