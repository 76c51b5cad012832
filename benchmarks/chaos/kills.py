"""`python -m benchmarks.chaos.kills`: kill -9 for workers while they generate.

Runs a scratch site of its own: database, files, demo WebUIs, workers, scheduler. Ends with 1 if any
generation was lost, doubled or stuck.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from benchmarks.chaos.counting import CountingProxy
from benchmarks.chaos.crew import ROOT, Crew

STEPS = 8
SECONDS_PER_STEP = 0.2
LIMIT = 15 * 60  # seconds for everything


def main() -> int:
    options = _options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hkpictures-chaos-") as name:
        folder = Path(name)
        crew = Crew(folder)
        asked: Counter[str] = Counter()
        try:
            proxies = _set_up(options, folder, crew, asked)
            verdict, text = _run(options, folder, crew, asked, started)
            for proxy in proxies:
                proxy.stop()
        finally:
            crew.end()
    options.report.parent.mkdir(exist_ok=True)
    options.report.write_text(text)
    print(text)
    return 1 if verdict.violations else 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.chaos.kills", description=__doc__)
    parser.add_argument("--report", type=Path, default=ROOT / "reports" / "chaos-kills.md")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--generations", type=int, default=60)
    parser.add_argument("--engines", type=int, default=5, help="and as many workers")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument(
        "--database", default="", help="address of an empty database (default: SQLite)"
    )
    return parser.parse_args()


def _set_up(
    options: Namespace, folder: Path, crew: Crew, asked: Counter[str]
) -> list[CountingProxy]:
    """Everything but the workers: what is started later reads this environment."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.several_engines",
        DATABASE_URL=options.database or f"sqlite:///{folder / 'db.sqlite3'}",
        MEDIA_ROOT=str(folder),
        SD_TIMEOUT="120",
        TEST_ENGINES="{}",
    )
    print(f"Starting {options.engines} engines and an empty site …", flush=True)
    subprocess.run([sys.executable, "manage.py", "prepare", "--database"], cwd=ROOT, check=True)
    proxies = [
        CountingProxy(crew.start_engine(SECONDS_PER_STEP), asked)
        for _number in range(options.engines)
    ]
    os.environ["TEST_ENGINES"] = json.dumps(
        {f"engine-{number}": proxy.url for number, proxy in enumerate(proxies)}
    )
    return proxies


def _run(
    options: Namespace, folder: Path, crew: Crew, asked: Counter[str], started: float
) -> tuple:
    import django

    django.setup()
    from django.db import connection

    from benchmarks.chaos.killing import Killer
    from benchmarks.chaos.requesting import request_all
    from benchmarks.chaos.verdict import judge, report

    asked_for = request_all(options.generations, steps=STEPS)
    crew.start_scheduler()
    for _number in range(options.engines):
        crew.start_worker()
    killer = Killer(crew, random.Random(options.seed))
    while len(killer.kills) < options.kills and time.monotonic() - started < LIMIT:
        if not killer.strike():
            break
        print(f"  kill {len(killer.kills)} of {options.kills}", flush=True)
        if len(killer.kills) == options.kills // 2:
            crew.kill_scheduler()
            crew.start_scheduler()
            print("  and the scheduler", flush=True)
    killer.settle(until=started + LIMIT)
    verdict = judge(asked_for, killer.kills, asked, folder / "private")
    verdict.must(len(killer.kills) == options.kills, "There were fewer kills than wanted.")
    how = (
        f"{options.generations} generations, {options.kills} kill -9 of workers and one of the "
        f"scheduler, {options.engines} engines, {connection.vendor}"
    )
    return verdict, report(verdict, seconds=time.monotonic() - started, how=how)


if __name__ == "__main__":
    sys.exit(main())
