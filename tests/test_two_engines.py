"""Two engines, one of which is killed half-way together with a worker: a small run of the chaos."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.whole_site import ROOT

SECONDS = 600


@pytest.mark.workers
class TestTwoEngines:
    def test_settle_everything_and_nothing_twice(self, tmp_path, migrated_database):
        report = tmp_path / "report.md"
        with migrated_database(tmp_path, "two_engines") as url:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "benchmarks.chaos.engines", "--database", url),
                    *("--generations", "30", "--down", "5", "--report", str(report)),
                ],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )

        assert done.returncode == 0, done.stdout + done.stderr
        words = report.read_text()
        assert "Nothing lost, doubled or stuck." in words
        assert "at most 1 a generation" in words
