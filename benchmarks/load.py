"""A small load generator: a few keep-alive connections that ask for one address."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

from benchmarks.servers import Server

CONNECTIONS = 4
TIMEOUT = 30


class BadAnswerError(Exception):
    """A page that is measured answered something else than 200."""


@dataclass(frozen=True)
class Target:
    """An address to measure."""

    name: str
    server: Server
    path: str


@dataclass
class Measured:
    """CPU of the server in ms per request and median latency in ms, one value a round."""

    cpu: list[float] = field(default_factory=list)
    p50s: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu)

    @property
    def p50(self) -> float:
        return median(self.p50s)

    def growth_from(self, other: Measured) -> float:
        """CPU against `other`, round by round: what slowed a round slowed both."""
        return _growth(self.cpu, other.cpu)

    def p50_growth_from(self, other: Measured) -> float:
        return _growth(self.p50s, other.p50s)


def _growth(mine: list[float], others: list[float]) -> float:
    return median(one / other for one, other in zip(mine, others, strict=True))


def measure(
    targets: list[Target], *, rounds: int, seconds: float, progress: Callable[[int, int], None]
) -> dict[str, Measured]:
    """Interleaved: every target once a round, so that what disturbs one disturbs all."""
    found = {target.name: Measured() for target in targets}
    for target in targets:
        _run(target, seconds / 2)  # warm: imports, templates, connections
    for number in range(rounds):
        for target in targets:
            before = target.server.cpu_seconds()
            latencies = _run(target, seconds)
            used = target.server.cpu_seconds() - before
            found[target.name].cpu.append(1000 * used / len(latencies))
            found[target.name].p50s.append(median(latencies))
        progress(number + 1, rounds)
    return found


def _run(target: Target, seconds: float) -> list[float]:
    """Latencies in ms of all requests that began within `seconds`. Raises `BadAnswerError`."""
    deadline = time.monotonic() + seconds
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        pending = [pool.submit(_ask_on, target, deadline) for _ in range(CONNECTIONS)]
        return [latency for one in pending for latency in one.result()]


def _ask_on(target: Target, deadline: float) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", target.server.port, timeout=TIMEOUT)
    latencies = []
    try:
        while time.monotonic() < deadline or not latencies:
            start = time.perf_counter()
            connection.request("GET", target.path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise BadAnswerError(f"{target.path} answers {answer.status}")
            latencies.append(1000 * (time.perf_counter() - start))
    finally:
        connection.close()
    return latencies
