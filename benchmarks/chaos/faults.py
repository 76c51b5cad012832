"""`python -m benchmarks.chaos.faults`: engines fail in every known way while visitors read.

Rounds of two phases on one scratch site: first nothing is generated, then one generation for each
fault. Ends with 1 if visitors wait more than 1.2 times as long (p95), if a page fails, or if a
generation does not end within its limit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chaos.crew import ROOT, Crew
from benchmarks.chaos.visiting import Visitors, Visits
from benchmarks.servers import Server
from benchmarks.sites import Site

if TYPE_CHECKING:  # its models need Django set up
    from benchmarks.chaos.verdict import Verdict

SD_TIMEOUT = 6  # seconds
SLACK = 6  # seconds
WORKERS = 3
PICTURES = 300
LONGEST_PHASE = 120  # seconds
MOST = 1.2


def main() -> int:
    options = _options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hkpictures-chaos-") as name:
        folder = Path(name)
        crew = Crew(folder)
        site = Site(folder, "faults")
        engines = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.chaos.fault_engines"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        web = None
        try:
            _set_up(site, engines.stdout)
            web = Server("config.wsgi:application", dict(os.environ), folder / "web.log")
            web.wait("/")
            crew.start_scheduler()
            for _number in range(WORKERS):
                crew.start_worker()
            verdict, text = _run(options, site, web, folder, started)
        finally:
            if web is not None:
                web.stop()
            crew.end()
            engines.kill()
            engines.wait()
    options.report.parent.mkdir(exist_ok=True)
    options.report.write_text(text)
    print(text, flush=True)
    return 1 if verdict.violations else 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.chaos.faults", description=__doc__)
    parser.add_argument("--report", type=Path, default=ROOT / "reports" / "chaos-faults.md")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--quiet", type=float, default=15.0, help="seconds of each idle phase")
    return parser.parse_args()


def _set_up(site: Site, engines: Iterable[str] | None) -> None:
    """A site with pictures; what is started later reads this environment."""
    print("Starting an engine for each fault, and a site …", flush=True)
    os.environ.update(site.env)
    site.create()
    site.fill(PICTURES)
    addresses = json.loads(next(iter(engines or [])))
    os.environ.update(
        SD_ENGINES=",".join(f"{name}={url}" for name, url in addresses.items()),
        SD_TIMEOUT=str(SD_TIMEOUT),
    )


def _run(options: Namespace, site: Site, web: Server, folder: Path, started: float) -> tuple:
    import django

    django.setup()
    from benchmarks.chaos.failing import Failing
    from benchmarks.chaos.verdict import Verdict, report

    paths = list(site.ask("inside", "addresses").values())
    visitors = Visitors(web.port, paths)
    failing = Failing()
    _measure(visitors, Visits(), lambda: time.sleep(5))  # warm: imports, templates, connections
    idle, busy = Visits(), Visits()

    def be_quiet() -> None:
        _measure(visitors, idle, lambda: time.sleep(options.quiet))

    def let_fail() -> None:
        failing.ask()
        _measure(visitors, busy, lambda: failing.wait(LONGEST_PHASE))

    for number in range(options.rounds):
        # In turns the one and the other first: a machine that slows down slows down both.
        for phase in (be_quiet, let_fail) if number % 2 == 0 else (let_fail, be_quiet):
            phase()
        print(
            f"  round {number + 1} of {options.rounds}: p95 {idle.p95:.0f} ms idle, "
            f"{busy.p95:.0f} ms while engines fail",
            flush=True,
        )
    verdict = Verdict()
    _judge_pages(verdict, idle, busy)
    failing.judge(verdict, longest=SD_TIMEOUT + SLACK)
    failing.judge_files(verdict, folder / "media" / "private")
    how = (
        f"{options.rounds} rounds, {len(failing.names)} faults a round, {WORKERS} workers, "
        f"SD_TIMEOUT {SD_TIMEOUT} s, {PICTURES} pictures, Django's cache off"
    )
    title = "Engines fail in every known way while visitors read"
    return verdict, report(verdict, seconds=time.monotonic() - started, how=how, title=title)


def _measure(visitors: Visitors, visits: Visits, phase: Callable[[], None]) -> None:
    """Visitors read as long as `phase` lasts."""
    over = threading.Event()
    threads = visitors.visit(visits, until=over)
    try:
        phase()
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _judge_pages(verdict: Verdict, idle: Visits, busy: Visits) -> None:
    ratio = busy.p95 / idle.p95
    for name, visits in (("idle", idle), ("while engines fail", busy)):
        verdict.facts[f"Public pages, {name}"] = (
            f"p95 {visits.p95:.0f} ms, p50 {visits.p50:.0f} ms, {len(visits.latencies):,} pages"
        )
    verdict.facts["p95, idle = 1"] = f"{ratio:.2f} (at most {MOST})"
    verdict.must(ratio <= MOST, f"Visitors wait {ratio:.2f} times as long while engines fail.")
    for failure in idle.failures + busy.failures:
        verdict.violations.append(f"A page failed: {failure}.")


if __name__ == "__main__":
    sys.exit(main())
