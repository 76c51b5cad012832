"""Gunicorn as the product runs it, on loopback, with a count of the CPU time it used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
PROC = Path("/proc")
START_SECONDS = 60
WORKERS = 2


class NoProcError(Exception):
    """CPU time of processes is read from /proc, which this machine has not."""


class Server:
    """One gunicorn with its workers."""

    def __init__(self, application: str, env: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", application],
                cwd=ROOT,
                env={
                    **env,
                    "HOST": "127.0.0.1",
                    "PORT": str(self.port),
                    "WEB_CONCURRENCY": str(WORKERS),
                },
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self, path: str) -> None:
        """Until `path` answers 200. Raises `RuntimeError` with the log's end."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urlopen(self.url + path, timeout=10):
                    return
            except HTTPError as error:
                raise RuntimeError(f"{path} answers {error.code}: {self._tail()}") from error
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"The server did not start: {self._tail()}")

    def cpu_seconds(self) -> float:
        """User and system time of the server's processes so far, also of workers that ended."""
        pids = [self._process.pid, *children(self._process.pid)]
        return sum(cpu_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _tail(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]


def require_proc() -> None:
    """Raises `NoProcError`."""
    if not (PROC / str(os.getpid()) / "stat").exists():
        raise NoProcError


def children(pid: int) -> list[int]:
    task = PROC / str(pid) / "task" / str(pid) / "children"
    return [int(child) for child in task.read_text().split()]


def cpu_ticks(pid: int) -> int:
    """utime, stime and those of children waited for: fields 14 to 17 of /proc/<pid>/stat."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except FileNotFoundError:  # it ended this moment; its parent counts it from now on
        return 0
    fields = text.rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
