"""Backup and restore, with processes and databases of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, "manage.py"]
LOG_IN = """
from django.test import Client
from django.contrib.auth import authenticate
print(authenticate(None, username="member", password="member").username)
print(Client(SERVER_NAME="localhost").get("/topics/lakes/").status_code)
"""

pytestmark = pytest.mark.mariadb


@dataclass
class Place:
    """A database and a folder of media that no other test knows."""

    folder: Path
    url: str

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.site_settings",
            "DEBUG": "1",  # static files need not be collected
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def manage(self, *arguments: str) -> str:
        done = self.run(*MANAGE, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def facts(self) -> dict:
        return json.loads(self.run(sys.executable, "-m", "tests.backup_facts").stdout)

    def files(self) -> dict[str, bytes]:
        media = self.folder / "media"
        found = (
            path
            for path in media.rglob("*")
            if path.is_file() and ".public-versions" not in path.parts
        )
        return {f"{path.relative_to(media)}": path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def places(tmp_path_factory, migrated_database):
    """Two migrated places on the database of the other tests."""
    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    with (
        migrated_database(folders[0], "backup_a") as first,
        migrated_database(folders[1], "backup_b") as second,
    ):
        both = [Place(folders[0], first), Place(folders[1], second)]
        for place in both:
            place.manage("migrate", "-v0")  # MariaDB has no copy to begin with
        yield both


@pytest.fixture(scope="module")
def gallery(places) -> Place:
    place = places[0]
    assert place.run(sys.executable, "-m", "tests.site_content").returncode == 0
    place.manage("load_scale", "--pictures", "6")
    return place


@pytest.fixture(scope="module")
def archive(gallery: Place) -> Path:
    path = gallery.folder / "whole.tar"
    gallery.manage("gallery_backup", str(path))
    return path


class TestABackup:
    def test_comes_back_the_same_on_this_database_and_across(
        self, gallery, archive, places, tmp_path
    ):
        chain = [places[1]]
        if not gallery.url.startswith("sqlite"):
            chain.insert(0, Place(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}"))
            chain[0].manage("migrate", "-v0")
        before, files = gallery.facts(), gallery.files()
        for place in chain:
            place.manage("gallery_restore", str(archive))
            assert place.facts() == before
            assert place.files() == files
            assert place.run(*MANAGE, "shell", "-v0", "-c", LOG_IN).stdout.split() == [
                "member",
                "200",
            ]
            archive = tmp_path / f"{len(place.url)}.tar"
            place.manage("gallery_backup", str(archive))
        assert before["problems"] == []
        assert before["tables"]["pictures.PicturePage"][0] == 7

    def test_goes_into_an_empty_site_only(self, gallery, archive):
        refused = gallery.run(*MANAGE, "gallery_restore", str(archive))
        assert refused.returncode == 1
        assert "This site is not empty" in refused.stderr

    def test_is_for_its_owners_eyes(self, archive):
        assert archive.stat().st_mode & 0o077 == 0

    def test_of_a_folder_is_dated_and_the_oldest_go(self, gallery, tmp_path):
        for day in ("20200101", "20200102"):
            (tmp_path / f"hkpictures-{day}-000000.tar").touch()
        gallery.manage("gallery_backup", str(tmp_path), "--keep", "2")
        assert min(path.name for path in tmp_path.iterdir()) == ("hkpictures-20200102-000000.tar")
        assert len(list(tmp_path.iterdir())) == 2

    def test_that_is_killed_leaves_nothing_under_its_name(self, gallery, tmp_path):
        path = tmp_path / "killed.tar"
        process = subprocess.Popen(
            [*MANAGE, "gallery_backup", str(path)], cwd=ROOT, env=gallery.env
        )
        while process.poll() is None and not list(tmp_path.glob(".killed.tar.*")):
            time.sleep(0.005)
        process.kill()
        assert process.wait() == -9
        assert not path.exists()


class TestABrokenArchive:
    def check(self, place: Place, path: Path) -> str:
        done = place.run(*MANAGE, "gallery_restore", "--verify", str(path))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    def test_cut_short_is_refused(self, gallery, archive, tmp_path):
        path = tmp_path / "short.tar"
        shutil.copy(archive, path)
        os.truncate(path, path.stat().st_size // 2)
        assert "The archive is" in self.check(gallery, path)

    def test_with_one_altered_byte_is_refused(self, gallery, archive, tmp_path):
        path = tmp_path / "altered.tar"
        data = bytearray(archive.read_bytes())
        with tarfile.open(archive) as tar:
            member = next(each for each in tar if each.name.startswith("media/"))
        data[member.offset_data + member.size // 2] ^= 1
        path.write_bytes(data)
        assert f"{member.name} has been altered" in self.check(gallery, path)

    def test_that_would_write_elsewhere_is_refused(self, gallery, tmp_path):
        path = tmp_path / "slip.tar"
        with tarfile.open(path, "w") as tar:
            tar.addfile(tarfile.TarInfo("media/default/../../outside"))
        assert "does not belong there" in self.check(gallery, path)
