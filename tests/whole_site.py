"""The whole product as its own processes: web, both workers, demo WebUI, on a database of its own.

Nothing is shared with the test process: a browser journey goes through what a visitor's request
goes through, and what it stores cannot disturb another test.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, "manage.py"]
START_SECONDS = 180
CONTENT_SECONDS = 600


@dataclass
class WholeSite:
    """A running site: `url` without a trailing slash, `env` what its processes were given.

    `told` is what the command printed that put its content in.
    """

    url: str
    engine_url: str
    folder: Path
    env: dict[str, str]
    told: str = ""
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self, name: str) -> None:
        """End a process and its children; gunicorn and workers get five seconds to finish."""
        process = self.processes.pop(name)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def start_engine(self) -> None:
        port = self.engine_url.rpartition(":")[2]
        self.start("engine", *MANAGE, "demo_webui", "--port", port, "--seconds-per-step", "0.15")
        self.wait_for(f"{self.engine_url}/sdapi/v1/options", "engine")

    def wait_for(self, url: str, name: str) -> None:
        """Until the process answers; raises with its log when it ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.processes[name].poll() is None:
            try:
                with urlopen(url, timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"{name} did not start:\n{self.log(name)}")

    def ask(self, code: str) -> str:
        """What `code` prints in a Django shell of the site, with all models imported.

        Raises `RuntimeError` with the traceback of what it raises.
        """
        shell = self.processes.get("shell") or self._start_shell()
        shell.stdin.write(json.dumps({"code": code}) + "\n")
        shell.stdin.flush()
        line = shell.stdout.readline()
        if not line:
            raise RuntimeError(f"The shell has ended:\n{self.log('shell')}")
        answer = json.loads(line)
        if answer["error"]:
            raise RuntimeError(answer["error"])
        return answer["printed"].strip()

    def _start_shell(self) -> subprocess.Popen:
        with (self.folder / "shell.log").open("ab") as log:
            shell = subprocess.Popen(
                [sys.executable, "-m", "tests.site_shell"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.processes["shell"] = shell
        return shell

    def run(self, *command: str) -> str:
        """What a command prints that ends by itself; raises when it fails."""
        answer = subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            check=True,
            timeout=CONTENT_SECONDS,
            stdout=subprocess.PIPE,
            text=True,
        )
        return answer.stdout.strip()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_site(
    folder: Path,
    database_url: str,
    *,
    content: Sequence[str] = (sys.executable, "-m", "tests.site_content"),
    **variables: str,
) -> Iterator[WholeSite]:
    """Migrated, with what the command `content` puts in; everything is ended afterwards."""
    port, engine_port = free_port(), free_port()
    site = WholeSite(
        url=f"http://127.0.0.1:{port}",
        engine_url=f"http://127.0.0.1:{engine_port}",
        folder=folder,
        env={},
    )
    site.env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "DEBUG": "1",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(folder / "media"),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "BASE_URL": site.url,
        "RATE_LIMIT_FACTOR": "1000",  # journeys press faster than people
        "SD_WEBUI_URL": site.engine_url,
        "WEB_CONCURRENCY": "1",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "PYTHONUNBUFFERED": "1",
        **variables,
    }
    try:
        site.run(*MANAGE, "prepare", "--database")  # a migrated copy takes no time
        site.told = site.run(*content)
        site.start_engine()
        for queue in ("generate", "default"):
            site.start(queue, *MANAGE, "db_worker", "--no-reload", "--queue-name", queue)
        site.start("web", sys.executable, "-m", "gunicorn", "config.wsgi:application")
        site.wait_for(f"{site.url}/livez", "web")
        yield site
    finally:
        for name in list(site.processes):
            site.stop(name)
