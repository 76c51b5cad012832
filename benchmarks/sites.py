"""Scratch sites of different sizes: a database each, the files shared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.servers import ROOT

TOPIC = "/topics/scale-1/"
COMMAND_SECONDS = 3600


class Site:
    """A migrated database in `folder` (or on the server at `postgres`) for `name` pictures."""

    def __init__(self, folder: Path, name: str, postgres: str = "") -> None:
        self.name = name
        self._folder = folder
        self._postgres = postgres
        self._database = f"hkpictures_bench_{os.getpid()}_{name}"

    @property
    def url(self) -> str:
        if self._postgres:
            return urlunsplit(urlsplit(self._postgres)._replace(path=f"/{self._database}"))
        return f"sqlite:///{self._folder / self.name}.sqlite3"

    @property
    def env(self) -> dict[str, str]:
        """Development's settings with nothing kept in a cache."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self._folder / "media"),
            "CACHE_URL": "dummycache://",
            "DEBUG": "0",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }

    @property
    def keeping_env(self) -> dict[str, str]:
        """The same with public pages kept, as an installation without Redis does."""
        return {**self.env, "CACHE_URL": "locmemcache://", "PAGE_CACHE": "1"}

    def create(self) -> None:
        """An empty site; static files and translations are prepared where they are missing."""
        if self._postgres:
            self._on_server(f'CREATE DATABASE "{self._database}"')
        self._manage("prepare")

    def copy(self, name: str) -> Site:
        """The same content in another database; nothing may be connected to this one."""
        other = Site(self._folder, name, self._postgres)
        if self._postgres:
            self._on_server(f'CREATE DATABASE "{other._database}" TEMPLATE "{self._database}"')
        else:
            shutil.copyfile(self._folder / f"{self.name}.sqlite3", self._folder / f"{name}.sqlite3")
        return other

    def fill(self, number: int) -> None:
        """`number` pictures more, and whatever lists of them need."""
        self._manage("load_scale", "--pictures", str(number))
        self.ask("furnishing")

    def drop(self) -> None:
        if self._postgres:
            self._on_server(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')

    def ask(self, module: str, *arguments: str) -> Any:
        """What a script of this package finds out on this site, told as JSON on its last line."""
        done = self._run([sys.executable, "-m", f"benchmarks.{module}", *arguments])
        return json.loads(done.splitlines()[-1])

    def _manage(self, *arguments: str) -> None:
        self._run([sys.executable, "manage.py", *arguments])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _on_server(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(
            urlunsplit(urlsplit(self._postgres)._replace(path="/postgres"))
        )
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()
