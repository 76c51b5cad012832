"""Generations on engines that fail: asked for, waited for, judged."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from django.contrib.auth import get_user_model

from benchmarks.chaos.verdict import Verdict
from sd_bridge.engine_registry import engine_names
from sd_bridge.generating import request_generation
from sd_bridge.models import Generation, GenerationRules, Result
from topics.models import TopicPage

STILL_DONE = frozenset({"wrong-count", "interrupted", "black", "no-info"})


class Failing:
    """One generation for each engine at each `ask`; the engines are named for their faults."""

    def __init__(self) -> None:
        self.names = engine_names()
        self._topic = TopicPage.objects.get(slug="scale-1")
        self._user = get_user_model().objects.create_superuser("chaos")
        self._asked: list[int] = []
        rules = GenerationRules.load()
        rules.max_waiting = rules.daily_quota = 0
        rules.save()

    def ask(self) -> None:
        for name in self.names:
            generation = request_generation(
                user=self._user,
                page=self._topic,
                engine=name,
                prompt="a quiet lake",
                count=2,
                steps=4,
                width=64,
                height=64,
                sampler="Euler a",
            )
            self._asked.append(generation.pk)

    def wait(self, seconds: float) -> None:
        """Until all have ended and no engine is taken any more, at most so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(1)
            is_busy = Generation.objects.exclude(state__in=Generation.FINISHED).exists()
            if not is_busy and not Generation.objects.holding_engines().exists():
                return

    def judge(self, verdict: Verdict, *, longest: float) -> None:
        rows = Generation.objects.filter(pk__in=self._asked)
        states = Counter(row.state for row in rows)
        verdict.facts["Generations"] = ", ".join(f"{n} {s}" for s, n in sorted(states.items()))
        slowest = 0.0
        for row in rows:
            verdict.must(row.is_finished, f"{row.engine}: still {row.state}.")
            wanted = "done" if row.engine in STILL_DONE else "failed"
            verdict.must(row.state == wanted, f"{row.engine}: {row.state} ({row.error_code}).")
            began = row.sent_at or row.unreached_since or row.started_at
            if row.finished_at and began:
                seconds = (row.finished_at - began).total_seconds()
                slowest = max(slowest, seconds)
                verdict.must(seconds <= longest, f"{row.engine}: ended after {seconds:.0f} s.")
        verdict.facts["Ended, the slowest"] = f"after {slowest:.1f} s (at most {longest:.0f})"

    def judge_files(self, verdict: Verdict, folder: Path) -> None:
        """Each result has its file; beside them lie only the site's own originals."""
        stored = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        stored = {name for name in stored if not name.startswith("originals/")}
        named = set(Result.objects.values_list("file", flat=True))
        verdict.facts["Files of results"] = f"{len(stored)}, {len(stored & named)} with their row"
        for name in sorted(stored ^ named):
            verdict.violations.append(f"{name}: no {'row' if name in stored else 'file'}.")
