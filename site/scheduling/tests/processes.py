"""Real processes of this project, on the database of the test that starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


def database_url() -> str:
    """The address of the database this test runs on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def running_command(*command: str, folder: Path, **env: str) -> Iterator[subprocess.Popen]:
    """`manage.py command…` with development's settings and its files in `folder`.

    Its output goes to `folder/<command>.log`; it is killed at the end, with its children.
    """
    log = (folder / f"{command[0]}.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "MEDIA_ROOT": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            **env,
        },
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)
        log.close()


def kill(process: subprocess.Popen) -> None:
    """kill -9 to its whole process group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Raises AssertionError if it does not become true in time."""
    give_up = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError("It did not happen in time.")
        time.sleep(0.1)
