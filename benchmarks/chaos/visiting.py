"""Visitors who read public pages at their leisure, and how long each page took them."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

VISITORS = 2
PAUSE = 0.05  # seconds between two pages: they read, they do not hammer
TIMEOUT = 30


@dataclass
class Visits:
    """All latencies in ms, and what was not answered with 200."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return quantiles(self.latencies, n=100)[49]

    @property
    def p95(self) -> float:
        return quantiles(self.latencies, n=100)[94]


class Visitors:
    """Ask for `paths` in turn on keep-alive connections; `visits` is where they write."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        self._port = port
        self._paths = paths

    def visit(self, visits: Visits, *, until: threading.Event) -> list[threading.Thread]:
        """Begin; they end when `until` is set."""
        threads = [
            threading.Thread(target=self._read_on, args=[visits, until, number], daemon=True)
            for number in range(VISITORS)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _read_on(self, visits: Visits, until: threading.Event, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        turn = itertools.islice(itertools.cycle(self._paths), number * 3, None)
        for path in turn:
            if until.wait(PAUSE):
                break
            start = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                visits.failures.append(f"{path}: {type(error).__name__}")
                connection.close()
                continue
            visits.latencies.append(1000 * (time.perf_counter() - start))
            if answer.status != 200:
                visits.failures.append(f"{path}: {answer.status}")
        connection.close()
