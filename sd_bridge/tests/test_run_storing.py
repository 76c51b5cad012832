"""What a run leaves in the private storage: all of its results, or nothing."""

from __future__ import annotations

import errno
import io
import subprocess

import pytest
from django.core.files.storage import storages
from PIL import Image

from pictures.intake import take_in
from sd_bridge import result_files, running
from sd_bridge.models import Result
from sd_bridge.tests.scripted_engine import encoded, png

pytestmark = pytest.mark.django_db
with_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class TestFullDisk:
    @pytest.fixture
    def full_disk(self, monkeypatch):
        """Half of a file fits, as on a disk that is full; the system call fails as it would."""
        storage_class = type(storages["private"])
        save = storage_class._save

        def fill(self, name, content):
            save(self, name, content)
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(storage_class, "_save", fill)

    def test_fails_with_a_sentence_and_leaves_no_file(
        self, engine, queue, full_disk, private_files
    ):
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "disk_full")
        assert "disk is full" in failed.error_sentence
        assert private_files() == []

    def test_frees_the_engine(self, engine, queue, full_disk):
        queue()

        assert running.run_oldest().running_on is None


class TestReallyFullDisk:
    @pytest.fixture
    def small_disk(self, tmp_path, monkeypatch):
        """A file system of 128 KB, where the machine lets us mount one."""
        folder = tmp_path / "private"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no file system can be mounted here")
        yield
        subprocess.run(["umount", str(folder)], check=True)

    def test_leaves_no_file_and_takes_a_smaller_picture(
        self, engine, queue, small_disk, private_files
    ):
        noise = Image.effect_noise((512, 512), 90)
        file = io.BytesIO()
        noise.save(file, "PNG")
        engine.images = [encoded(png()), encoded(file.getvalue())]
        queue(count=2, width=512, height=512)

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "disk_full")
        assert private_files() == []
        engine.images = [encoded(png())]
        queue()
        assert running.run_oldest().state == "done"


class TestFailureWhileStoring:
    def test_leaves_neither_row_nor_file(self, engine, queue, private_files, monkeypatch):
        def refuse(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(Result.objects, "bulk_create", refuse)
        generation = queue()

        with pytest.raises(RuntimeError):
            running.run_oldest()

        generation.refresh_from_db()
        assert (generation.state, generation.error_code) == ("failed", "unexpected")
        assert generation.running_on is None
        assert private_files() == []


class TestStrays:
    def test_are_removed_and_named_files_stay(self, engine, queue, private_files):
        queue()
        done = running.run_oldest()
        named = private_files()
        result_files.write_result(done, 5, take_in(png("red")))
        result_files.write_preview(done, png("red"))

        assert result_files.remove_strays(done) == 2
        assert private_files() == named
