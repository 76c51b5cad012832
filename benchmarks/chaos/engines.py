"""`python -m benchmarks.chaos.engines`: one of two engines and one worker are killed half-way.

Most requests are for whichever engine is free, some for one of the two. Both come back after a
while. Runs a scratch site of its own on SQLite, and a second one on PostgreSQL where that can be
reached. Ends with 1 if any generation was lost, doubled or stuck.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.chaos.counting import CountedEngine
from benchmarks.chaos.crew import ROOT, Crew
from config.suite import is_reachable

SECONDS_PER_STEP = 0.1
SD_TIMEOUT = 120
POSTGRES = "postgres://root@127.0.0.1:5432"


def main() -> int:
    options = _options()
    if options.database:
        return run(options)
    options.report.parent.mkdir(exist_ok=True)
    outcomes = [_run_apart(options, "sqlite")]
    if is_reachable(5432):
        with scratch_database() as url:
            outcomes.append(_run_apart(options, url))
    else:
        print("PostgreSQL is not reachable: SQLite only.", flush=True)
    return max(outcomes)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.chaos.engines", description=__doc__)
    parser.add_argument("--report", type=Path, default=ROOT / "reports" / "chaos-engines.md")
    parser.add_argument("--generations", type=int, default=200)
    parser.add_argument("--down", type=float, default=20.0, help="seconds without the engine")
    parser.add_argument(
        "--database", default="", help="`sqlite` or the address of an empty one (default: both)"
    )
    return parser.parse_args()


def _run_apart(options: Namespace, database: str) -> int:
    """Settings are read once a process: each database has one of its own, and adds its section."""
    report = options.report.with_suffix(".part")
    command = [sys.executable, "-m", "benchmarks.chaos.engines", "--database", database]
    command += ["--generations", str(options.generations), "--down", str(options.down)]
    done = subprocess.run([*command, "--report", str(report)], cwd=ROOT, check=False)
    if report.exists():
        is_first = database == "sqlite"
        before = "" if is_first else options.report.read_text() + "\n"
        options.report.write_text(before + report.read_text())
        report.unlink()
    return done.returncode


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty database on the local PostgreSQL, dropped at the end."""
    import psycopg2

    name = f"hkpictures_chaos_{os.getpid()}"
    connection = psycopg2.connect(f"{POSTGRES}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{POSTGRES}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def run(options: Namespace) -> int:
    """One site, from an empty database to its report."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hkpictures-chaos-") as name:
        folder = Path(name)
        crew = Crew(folder)
        engines: list[CountedEngine] = []
        try:
            engines += _set_up(options, folder, crew)
            import django

            django.setup()
            from benchmarks.chaos.two_engines import TwoEngines

            site = TwoEngines(crew, engines, folder / "private")
            verdict, text = site.run(options.generations, options.down, started)
        finally:
            for engine in engines:
                engine.stop()
            crew.end()
    options.report.write_text(text)
    print(text, flush=True)
    return 1 if verdict.violations else 0


def _set_up(options: Namespace, folder: Path, crew: Crew) -> list[CountedEngine]:
    """Everything but the workers: what is started later reads this environment."""
    database = options.database
    if database == "sqlite":
        database = f"sqlite:///{folder / 'db.sqlite3'}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.several_engines",
        DATABASE_URL=database,
        MEDIA_ROOT=str(folder),
        SD_TIMEOUT=str(SD_TIMEOUT),
        TEST_ENGINES="{}",
    )
    print("Starting two engines and an empty site …", flush=True)
    subprocess.run([sys.executable, "manage.py", "prepare", "--database"], cwd=ROOT, check=True)
    engines = [CountedEngine(crew, SECONDS_PER_STEP) for _number in range(2)]
    os.environ["TEST_ENGINES"] = json.dumps(
        {f"engine-{number}": engine.url for number, engine in enumerate(engines)}
    )
    return engines


if __name__ == "__main__":
    sys.exit(main())
