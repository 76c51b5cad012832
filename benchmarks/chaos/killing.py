"""Kills workers at work, at moments of every kind, and times how long the traces of that last."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.chaos.crew import Crew
from sd_bridge.models import Generation

PAUSE = 0.03  # seconds
LOOK_EVERY = 0.5  # seconds
IDLE_SECONDS = 90  # without any worker at work, the chaos has come to an end


@dataclass
class Kill:
    """A killed worker, the generation it held, and seconds until that was settled and freed."""

    generation: int
    token: str
    was_sent: bool
    at: float
    settled_after: float | None = None
    freed_after: float | None = None

    @property
    def is_over(self) -> bool:
        return self.settled_after is not None and self.freed_after is not None


class Killer:
    """`dice` decides when; every second kill comes right after a worker took a generation."""

    def __init__(self, crew: Crew, dice: random.Random) -> None:
        self._crew = crew
        self._dice = dice
        self._looked_at = 0.0
        self.kills: list[Kill] = []

    def strike(self) -> bool:
        """Wait for a worker at work, kill it, start another; False when none works any more."""
        give_up = time.monotonic() + IDLE_SECONDS
        early = len(self.kills) % 2 == 0
        seen = set(self._at_work()) if early else set()
        while time.monotonic() < give_up:
            fresh = [item for item in self._at_work() if item not in seen]
            if fresh:
                self._wait(self._dice.uniform(0, 0.12 if early else 3.0))
                if self._kill(self._dice.choice(fresh)):
                    return True
            self._wait(PAUSE)
            if early and time.monotonic() > give_up - IDLE_SECONDS + 5:
                early, seen = False, set()
        return False

    def _kill(self, target: tuple[int, str]) -> bool:
        _pk, token = target
        worker = self._crew.worker_with(pid_of(token))
        if worker is None:
            return False
        self._crew.kill_worker(worker)
        held = Generation.objects.filter(worker__contains=f"-{worker.pid}-").first()
        self._crew.start_worker()
        if held is None:  # it had just finished: killed between two generations
            return False
        self.kills.append(Kill(held.pk, held.worker, held.sent_at is not None, time.monotonic()))
        return True

    def settle(self, *, until: float) -> None:
        """Wait until nothing waits, runs or holds an engine any more; at most `until`."""
        while time.monotonic() < until:
            self._wait(0.5)
            is_busy = Generation.objects.exclude(state__in=Generation.FINISHED).exists()
            if not is_busy and not Generation.objects.holding_engines().exists():
                break
        self._wait(1.0)

    def look(self) -> None:
        """Note what has come to rest since the last look; cheap when called all the time."""
        if time.monotonic() - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = time.monotonic()
        for kill in self.kills:
            if kill.is_over:
                continue
            row = Generation.objects.get(pk=kill.generation)
            age = time.monotonic() - kill.at
            runs_again = row.state == "running" and row.worker != kill.token
            if kill.settled_after is None and (row.state != "running" or runs_again):
                kill.settled_after = age
            if kill.freed_after is None and (row.running_on is None or runs_again):
                kill.freed_after = age

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            self.look()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.25))

    def _at_work(self) -> Iterator[tuple[int, str]]:
        alive = {worker.pid for worker in self._crew.workers}
        rows = Generation.objects.running().values_list("pk", "worker")
        return (row for row in rows if pid_of(row[1]) in alive)


def pid_of(token: str) -> int:
    """The process in a worker's token, `host-pid-random`."""
    found = re.search(r"-(\d+)-[0-9a-f]+$", token)
    return int(found[1]) if found else 0
