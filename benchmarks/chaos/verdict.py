"""What must hold after the chaos, and the report of it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.chaos.killing import Kill
from sd_bridge import failures
from sd_bridge.expiry import expire_previews
from sd_bridge.models import Generation, Result
from sd_bridge.reaping import MAX_ATTEMPTS

LONGEST = 60.0  # seconds until a lost worker's generation is settled and its engine free


@dataclass
class Verdict:
    """`violations` is empty when nothing was lost, doubled or stuck."""

    facts: dict[str, str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.violations.append(otherwise)


def judge(asked_for: list[int], kills: list[Kill], asked: Counter[str], stored: Path) -> Verdict:
    """`asked_for`: primary keys requested; `asked`: POSTs to engines by task id."""
    verdict = Verdict()
    rows = list(Generation.objects.filter(pk__in=asked_for))
    _lost(verdict, asked_for, rows, kills)
    doubled(verdict, rows, asked)
    _stuck(verdict, kills)
    files(verdict, stored)
    return verdict


def _lost(
    verdict: Verdict, asked_for: list[int], rows: list[Generation], kills: list[Kill]
) -> None:
    by_state = Counter(row.state for row in rows)
    verdict.facts["Generations"] = ", ".join(f"{n} {s}" for s, n in sorted(by_state.items()))
    sent = {kill.generation for kill in kills if kill.was_sent}
    unsent = {kill.generation for kill in kills} - sent
    times_unsent = Counter(kill.generation for kill in kills if not kill.was_sent)
    verdict.facts["Kills"] = (
        f"{len(kills)}: {sum(kill.was_sent for kill in kills)} after sending to the engine, "
        f"{sum(not kill.was_sent for kill in kills)} before"
    )
    verdict.must(len(rows) == len(asked_for), "Rows are missing.")
    for row in rows:
        verdict.must(row.is_finished, f"Generation {row.pk} is still {row.state}.")
        was_given_up = times_unsent[row.pk] >= MAX_ATTEMPTS
        has_reason = row.error_code == failures.WORKER_LOST and (row.pk in sent or was_given_up)
        verdict.must(
            row.state == "done" or has_reason,
            f"Generation {row.pk} is {row.state} ({row.error_code}) without a worker killed after "
            f"sending it, or {MAX_ATTEMPTS} before; {times_unsent[row.pk]} were, in "
            f"{row.attempts} attempts.",
        )
    done = {row.pk for row in rows if row.state == "done"}
    again = (unsent - sent) & done
    verdict.facts["Put back and done"] = (
        f"{len(again)} of {len(unsent - sent)} killed before sending"
    )


def doubled(verdict: Verdict, rows: list[Generation], asked: Counter[str]) -> None:
    """No engine was asked twice for one of `rows`, and each has the results it must have."""
    results = Counter(Result.objects.values_list("generation_id", flat=True))
    by_generation = {
        row.pk: sum(count for task, count in asked.items() if row.uuid.hex in task) for row in rows
    }
    for row in rows:
        times = by_generation[row.pk]
        verdict.must(times <= 1, f"An engine was asked {times} times for generation {row.pk}.")
        wanted = row.count if row.state == "done" else 0
        verdict.must(
            results[row.pk] == wanted, f"Generation {row.pk} has {results[row.pk]} results."
        )
    most = max(by_generation.values(), default=0)
    verdict.facts["Requests to engines"] = f"{asked.total()}, at most {most} a generation"


def _stuck(verdict: Verdict, kills: list[Kill]) -> None:
    for name, times in (
        ("Settled after a kill", [kill.settled_after for kill in kills]),
        ("Engine free after a kill", [kill.freed_after for kill in kills]),
    ):
        known = [seconds for seconds in times if seconds is not None]
        if known:
            verdict.facts[name] = f"{median(known):.0f} s in the middle, {max(known):.0f} s at most"
        verdict.must(
            len(known) == len(times) and max(known, default=0) <= LONGEST,
            f"{name}: not always within {LONGEST:.0f} s.",
        )
    held = Generation.objects.holding_engines().count()
    verdict.must(held == 0, f"{held} engines are still taken.")


def files(verdict: Verdict, folder: Path) -> None:
    """Each stored file has its row, each row its file.

    A worker killed between a preview and its row leaves one; the scheduler sweeps those up once
    they are old. They are made old here, and swept up by the same code.
    """
    for preview in (folder / "previews").glob("*"):
        os.utime(preview, (0, 0))
    expire_previews()
    stored = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    named = set(Result.objects.values_list("file", flat=True))
    verdict.facts["Files"] = f"{len(stored)}, {len(stored & named)} with their row"
    for name in sorted(stored ^ named):
        kind = "no row" if name in stored else "no file"
        verdict.violations.append(f"{name}: {kind}.")


def report(
    verdict: Verdict,
    *,
    seconds: float,
    how: str,
    title: str = "Workers killed while they generate",
) -> str:
    """Markdown: a section of `reports/chaos.md`."""
    heading = "Nothing lost, doubled or stuck." if not verdict.violations else "**Not passed.**"
    lines = [
        f"## {title}",
        "",
        heading,
        "",
        f"{how}; {seconds / 60:.1f} minutes.",
        "",
        "| | |",
        "|---|---|",
    ]
    lines += [f"| {name} | {fact} |" for name, fact in verdict.facts.items()]
    if verdict.violations:
        lines += ["", "### Violations", "", *(f"- {text}" for text in verdict.violations)]
    return "\n".join(lines) + "\n"
