"""The story of the two engines: who is killed when, what must hold at its end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from benchmarks.chaos.counting import CountedEngine
from benchmarks.chaos.crew import Crew
from benchmarks.chaos.killing import pid_of
from benchmarks.chaos.requesting import request_all
from benchmarks.chaos.verdict import Verdict, doubled, files, report
from sd_bridge import failures
from sd_bridge.models import Generation

STEPS = 8
LIMIT = 15 * 60  # seconds for everything
WAITING_FOR = ("", "", "", "engine-0", "engine-1")  # "" = whichever is free
AFTER_SENDING = {failures.WORKER_LOST, "connection_lost"}  # what the killed ones may leave


class TwoEngines:
    """`engines` are `engine-0`, whose worker is killed, and `engine-1`, which is killed itself."""

    def __init__(self, crew: Crew, engines: list[CountedEngine], stored: Path) -> None:
        self._crew = crew
        self._engines = engines
        self._stored = stored
        self._struck: set[int] = set()  # what the killed worker and the killed engine had in hand
        self._back_after = 0.0

    def run(self, count: int, down: float, started: float) -> tuple[Verdict, str]:
        asked_for = request_all(count, steps=STEPS, engines=WAITING_FOR)
        began = time.monotonic()
        self._crew.start_scheduler()
        for _engine in self._engines:
            self._crew.start_worker()
        _wait(lambda: Generation.objects.finished().count() >= count // 2)
        self._kill_engine()
        self._kill_worker()
        print(f"  half-way: one engine and one worker are killed for {down:.0f} s", flush=True)
        time.sleep(down)
        self._bring_back()
        _wait(_is_settled)
        took = time.monotonic() - began
        verdict = self._judge(asked_for)
        verdict.facts["Time"] = f"{took:.0f} s, {count / took * 60:.0f} generations a minute"
        how = f"{count} generations, two engines, two workers, {connection.vendor}"
        title = f"One of two engines and one worker killed half-way, {connection.vendor}"
        seconds = time.monotonic() - started
        return verdict, report(verdict, seconds=seconds, how=how, title=title)

    def _kill_engine(self) -> None:
        held = _wait(lambda: _sent_to("engine-1"))
        self._engines[1].kill()
        self._struck.add(held.pk)

    def _kill_worker(self) -> None:
        held = _wait(lambda: _sent_to("engine-0"))
        worker = self._crew.worker_with(pid_of(held.worker))
        if worker is None:
            raise RuntimeError("The worker at work is none of ours.")
        self._crew.kill_worker(worker)
        self._struck |= set(
            Generation.objects.filter(worker__contains=f"-{worker.pid}-").values_list(
                "pk", flat=True
            )
        )

    def _bring_back(self) -> None:
        before = self._engines[1].asked.total()
        self._engines[1].start()
        self._crew.start_worker()
        back = time.monotonic()
        _wait(lambda: self._engines[1].asked.total() > before or _is_settled())
        self._back_after = time.monotonic() - back

    def _judge(self, asked_for: list[int]) -> Verdict:
        verdict = Verdict()
        rows = list(Generation.objects.filter(pk__in=asked_for))
        states = Counter(row.state for row in rows)
        verdict.facts["Generations"] = ", ".join(f"{n} {s}" for s, n in sorted(states.items()))
        verdict.must(len(rows) == len(asked_for), "Rows are missing.")
        for row in rows:
            verdict.must(row.is_finished, f"Generation {row.pk} is still {row.state}.")
            is_lost = row.pk in self._struck and row.error_code in AFTER_SENDING
            verdict.must(
                row.state == "done" or is_lost,
                f"Generation {row.pk} is {row.state} ({row.error_code}) although what it was with "
                "was not killed.",
            )
        by_engine = Counter(row.engine for row in rows if row.state == "done")
        verdict.facts["Done by"] = ", ".join(f"{e} {n}" for e, n in sorted(by_engine.items()))
        verdict.facts["Killed engine given work again"] = (
            f"{self._back_after:.0f} s after its start"
        )
        doubled(verdict, rows, sum((engine.asked for engine in self._engines), Counter()))
        held = Generation.objects.holding_engines().count()
        verdict.must(held == 0, f"{held} engines are still taken.")
        files(verdict, self._stored)
        return verdict


def _sent_to(engine: str) -> Generation | None:
    """What this engine has in hand, surely sent."""
    return Generation.objects.running().filter(running_on=engine, sent_at__isnull=False).first()


def _is_settled() -> bool:
    is_open = Generation.objects.exclude(state__in=Generation.FINISHED).exists()
    return not is_open and not Generation.objects.holding_engines().exists()


def _wait(condition: Callable):
    """What `condition` gives once it is true; raises TimeoutError after the limit."""
    give_up = time.monotonic() + LIMIT
    while time.monotonic() < give_up:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError("It did not happen in time.")
