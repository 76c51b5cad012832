"""Workers and the scheduler show a probe that they live."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.env import ROOT
from config.heartbeat import Heartbeat

ASK = "import django; django.setup(); from django.db import connection; {}"


def run(code: str, path: Path) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{path.parent / 'db.sqlite3'}",
        "HEARTBEAT_PATH": str(path),
        "PYTHONPATH": "site",
    }
    subprocess.run([sys.executable, "-c", ASK.format(code)], cwd=ROOT, env=env, check=True)


class TestHeartbeat:
    def test_a_process_that_talks_to_its_database_beats(self, tmp_path):
        run("connection.cursor().execute('SELECT 1')", tmp_path / "alive")
        assert (tmp_path / "alive").exists()

    def test_a_process_that_does_not_is_silent(self, tmp_path):
        run("pass", tmp_path / "alive")
        assert not (tmp_path / "alive").exists()

    def test_a_second_query_at_once_costs_no_second_touch(self, tmp_path):
        path = tmp_path / "alive"
        heart = Heartbeat(path)
        heart.beat()
        long_ago = time.time() - 3600
        os.utime(path, (long_ago, long_ago))
        heart.beat()
        assert path.stat().st_mtime == pytest.approx(long_ago, abs=1)
