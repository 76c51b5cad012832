"""`make test`: the whole suite on every database that can be reached.

SQLite always; PostgreSQL everything again that a database may change; MariaDB the migrations and
the main journey. With `REQUIRE_SERVICES=1` a service or a browser that is missing fails the run.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

from config.env import ROOT

PYTEST = [sys.executable, "-m", "pytest", "--quiet", "--second-try"]
# conftest.py puts the tests of one site together: the first pieces hold them.
TWO = ["-n", "2", "--maxschedchunk", "150"]
MARIADB_TESTS = ["-m", "mariadb"]


@dataclass
class Run:
    """One pass of the suite: its outcome is `ran`, `failed` or the reason why it was skipped."""

    name: str
    port: int | None
    database_url: str
    options: list[str]
    outcome: str = ""
    seconds: float = 0.0


def runs() -> list[Run]:
    own = f"hkpictures_{os.getpid()}"
    return [
        Run("SQLite", None, "", TWO),
        Run(
            "PostgreSQL",
            5432,
            f"postgres://root@127.0.0.1:5432/{own}",
            [*TWO, "--only-with-database"],
        ),
        Run("MariaDB", 3306, f"mysql://root@127.0.0.1:3306/{own}", [*TWO, *MARIADB_TESTS]),
    ]


def is_reachable(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main(arguments: list[str]) -> int:
    """0 where everything that ran passed and nothing needed was missing."""
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    plan = runs()
    for run in plan:
        if run.port is not None and not is_reachable(run.port):
            run.outcome = "FAILED: not reachable" if required else "skipped: not reachable"
            continue
        execute(run, arguments)
    report(plan)
    return 1 if any(run.outcome.upper().startswith("FAILED") for run in plan) else 0


def execute(run: Run, arguments: list[str]) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    env.pop("DATABASE_URL", None)
    if run.database_url:
        env["DATABASE_URL"] = run.database_url
    print(f"\n== {run.name}", flush=True)  # noqa: T201
    start = time.monotonic()
    code = subprocess.run([*PYTEST, *run.options, *arguments], cwd=ROOT, env=env, check=False)
    run.seconds = time.monotonic() - start
    run.outcome = "ran" if code.returncode == 0 else "FAILED"


def report(plan: list[Run]) -> None:
    print("\nWhere the suite ran:")  # noqa: T201
    for run in plan:
        print(f"  {run.name:<11} {run.outcome:<24} {run.seconds:6.0f} s")  # noqa: T201
    for name, found in (
        ("Redis", is_reachable(6379)),
        ("Chromium", shutil.which("chromium") or shutil.which("google-chrome")),
    ):
        print(f"  {name:<11} {'used' if found else 'missing: its tests did not run'}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
