"""The processes of a scratch site: engines, workers, scheduler; and kill -9 for them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
WORKER = (
    *("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.5"),
    *("--queue-name", "generate"),
)
START_SECONDS = 60
NICE = ("nice", "-n", "10")


class Crew:
    """Starts processes in groups of their own, so that a kill takes all of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = 0
        self.processes: list[subprocess.Popen] = []
        self.workers: list[subprocess.Popen] = []
        self.scheduler: subprocess.Popen | None = None

    def start_engine(self, seconds_per_step: float) -> str:
        """The address of a new demo WebUI that answers already."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = self._start(
            "demo_webui", "--port", str(port), "--seconds-per-step", str(seconds_per_step)
        )
        url = f"http://127.0.0.1:{port}"
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and process.poll() is None:
            try:
                with urlopen(f"{url}/sdapi/v1/options", timeout=5):
                    return url
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"A demo WebUI did not start; see {self._folder}")

    def start_worker(self) -> None:
        self.workers.append(self._start(*WORKER))

    def start_scheduler(self) -> None:
        self.scheduler = self._start("scheduler")

    def worker_with(self, pid: int) -> subprocess.Popen | None:
        return next((worker for worker in self.workers if worker.pid == pid), None)

    def kill_worker(self, worker: subprocess.Popen) -> None:
        self.kill(worker)
        self.workers.remove(worker)

    def kill_scheduler(self) -> None:
        if self.scheduler is not None:
            self.kill(self.scheduler)

    def end(self) -> None:
        for process in self.processes:
            self.kill(process)

    def _start(self, *command: str) -> subprocess.Popen:
        self._started += 1
        with (self._folder / f"{self._started:03}-{command[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                # As the Procfile starts them: pages before background work.
                [*NICE, sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=os.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    @staticmethod
    def kill(process: subprocess.Popen) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
