"""Migrations, forwards and back, on an empty database of the kind the other tests use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import empty_database

ROOT = Path(__file__).resolve().parent.parent
HOME, TOPICS = ["00010001", "/home/", 1], ["000100010001", "/home/topics/", 0]

pytestmark = pytest.mark.mariadb


@pytest.fixture(scope="module")
def stops(tmp_path_factory, django_db_setup, django_db_blocker) -> dict[str, dict]:
    """What the database holds at each stop of `tests.site_migrations`."""
    folder = tmp_path_factory.mktemp("migrations")
    with empty_database(folder, "migrations", django_db_blocker) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.site_migrations"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "DATABASE_URL": url,
                "MEDIA_ROOT": str(folder),
                "BASE_URL": "http://gallery.example:8123",
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class TestMigrations:
    # One test: two workers would each walk the whole way.
    def test_yield_the_first_pages_and_go_back_to_what_wagtail_leaves(self, stops):
        head = stops["head"]
        assert head["pages"] == [["0001", "/", 1], HOME, TOPICS]
        assert (head["root"], head["port"], head["curators"]) == ("00010001", 8123, 1)
        assert head["problems"] == []
        for stop in ("without home", "without ours"):
            assert stops[stop]["pages"] == [["0001", "/", 1], ["00010001", "/home/", 0]]
            assert stops[stop]["root"] == "00010001"
            assert stops[stop]["curators"] == 0
            assert stops[stop]["problems"] == []
        assert stops["without ours"]["tables"] == 0
        assert stops["head again"] == stops["and back"] == head
