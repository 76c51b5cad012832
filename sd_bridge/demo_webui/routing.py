"""Addresses and what answers there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from .demo import Demo


@dataclass(frozen=True)
class Request:
    """`query` without the question mark, `body` as received."""

    query: str
    body: bytes

    def flag(self, name: str) -> bool:
        return parse_qs(self.query).get(name, [""])[-1].lower() in {"1", "true", "on", "yes"}


@dataclass(frozen=True)
class Reply:
    """An answer with status and type; what is not JSON is text, `answer` None is no body at all."""

    status: int
    answer: Any = None
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


NO_CONTENT = Reply(204)
Endpoint = Callable[["Demo", Request], Any]


class Routes:
    """Endpoints by path and method."""

    def __init__(self, found: dict[str, dict[str, Endpoint]] | None = None) -> None:
        self._found = found or {}

    def __call__(self, method: str, *paths: str) -> Callable[[Endpoint], Endpoint]:
        """Decorates an endpoint."""

        def register(endpoint: Endpoint) -> Endpoint:
            for path in paths:
                self._found.setdefault(path, {})[method] = endpoint
            return endpoint

        return register

    def fixed(self, method: str, path: str, answer: Any) -> None:
        self._found.setdefault(path, {})[method] = lambda _demo, _request: answer

    def at(self, path: str) -> dict[str, Endpoint] | None:
        return self._found.get(path)

    def without(self, *paths: str) -> Routes:
        """A copy that lacks these addresses."""
        return Routes({path: dict(ends) for path, ends in self._found.items() if path not in paths})

    @classmethod
    def joined(cls, *parts: Routes) -> Routes:
        """All of them; where two have the same, the later counts."""
        found: dict[str, dict[str, Endpoint]] = {}
        for part in parts:
            for path, endpoints in part._found.items():
                found[path] = found.get(path, {}) | endpoints
        return cls(found)

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        """Paths with their methods, sorted."""
        return iter(sorted((path, list(methods)) for path, methods in self._found.items()))
