"""Zips and folders read in the background, and what is cleaned up after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from pictures.importing import (
    batches,
    cleaning,
    folders,
    receiving,
    registering,
    sources,
)
from pictures.importing.refusals import ImportRefusedError
from pictures.models import (
    ImportFile,
    ImportSource,
    PicturePage,
)
from pictures.tests.scenes import scene
from tests.corpus_zips import zipped
from tests.importing.looking import fresh, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


class TestSources:
    def test_zip_is_read_in_the_background_and_removed(self, batch, private, commit):
        archive = zipped({"in/a.png": scene(1), "in/b.png": b"x", "a.txt": b"notes"})
        with commit():
            source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
            assert batches.summary(batch).waiting == source.total == 2
            assert len(stored(private)) == 1
        assert {row.name: row.state for row in batch.files.all()} == {
            "a.png": "ready",
            "b.png": "failed",
        }
        assert not any(name.endswith(".zip") for name in stored(private))
        assert batches.summary(batch).waiting == 0

    def test_goes_on_where_it_was(self, batch):
        archive = zipped({f"{number}.png": scene(number) for number in range(4)})
        source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
        reads = 0
        while sources.read_some(source, seconds=-1 if reads % 2 else 0.000001):
            reads += 1
            if reads > 4:
                break
        sources.read_some(source)
        assert [row.name for row in batch.files.all()] == [f"{number}.png" for number in range(4)]

    def test_reads_again_what_was_cut_off(self, batch, private):
        archive = zipped({"a.png": scene(1)})
        source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
        cut_off = ImportFile.objects.create(
            batch=batch, source=source, entry="0", position=1, name="a.png", file="originals/x.png"
        )
        (private / "originals").mkdir()
        (private / "originals" / "x.png").write_bytes(b"half")
        sources.read_some(source)
        assert fresh(cut_off).state == "waiting"  # perhaps somebody is at it
        ImportFile.objects.update(updated_at=timezone.now() - timedelta(minutes=3))
        sources.read_some(source)
        row = batch.files.get()
        assert (row.state, source.is_read) == ("ready", True)
        assert stored(private) == {row.file.name, row.thumbnail.name}

    def test_folder_has_to_be_open(self, batch, settings, tmp_path, commit):
        inside, outside = tmp_path / "open" / "deep", tmp_path / "closed"
        inside.mkdir(parents=True)
        outside.mkdir()
        (inside / "a.png").write_bytes(scene(1))
        (outside / "b.png").write_bytes(scene(2))
        (tmp_path / "open" / "link").symlink_to(outside)
        settings.IMPORT_FOLDERS = [str(tmp_path / "open"), str(tmp_path / "nothing")]
        assert folders.roots() == [tmp_path / "open"]
        assert folders.inside(tmp_path / "open") == [inside]
        for closed in (outside, tmp_path / "open" / "link", tmp_path / "open/../closed", "open"):
            with pytest.raises(ImportRefusedError) as caught:
                receiving.add_folder(batch, str(closed))
            assert caught.value.code == "folder_closed"
        with commit():
            receiving.add_folder(batch, str(tmp_path / "open"))
        assert [(row.folder, row.name) for row in batch.files.all()] == [("deep", "a.png")]

    def test_is_closed_without_being_told(self, batch, tmp_path):
        with pytest.raises(ImportRefusedError):
            receiving.add_folder(batch, str(tmp_path))


class TestCleaning:
    def later(self, minutes: int) -> None:
        ImportFile.objects.update(updated_at=timezone.now() - timedelta(minutes=minutes))
        ImportSource.objects.update(updated_at=timezone.now() - timedelta(minutes=minutes))

    def test_has_a_lost_chunk_registered(self, add, batch, commit):
        row = add(scene(1))
        registering.mark_importing([row])
        cleaning.resume()
        assert fresh(row).state == "importing"
        self.later(3)
        with commit():
            assert cleaning.resume() == 1
        assert fresh(row).state == "done"

    def test_has_a_lost_zip_read(self, batch, commit):
        receiving.add_zip(batch, ContentFile(zipped({"a.png": scene(1)})), "some.zip")
        self.later(3)
        with commit():
            cleaning.resume()
        assert batch.files.get().state == "ready"

    def test_tells_of_an_upload_that_was_cut_off(self, add, private):
        row = add(scene(1))
        ImportFile.objects.update(state="waiting")
        self.later(3)
        cleaning.resume()
        assert fresh(row).error_code == "interrupted"
        assert stored(private) == set()

    def test_removes_what_nobody_imported_in_time(self, add, ana, batch, private, commit):
        imported, forgotten = add(scene(1)), add(scene(2), "forgotten.png")
        with commit():
            registering.register(ana, batch, [imported])
        type(batch).objects.update(created_at=timezone.now() - timedelta(days=15))
        cleaning.expire()
        assert fresh(forgotten).error_code == "expired"
        assert fresh(imported).state == "done"
        assert stored(private) == {fresh(imported).image.file.name}

    def test_discards_a_batch_with_its_files(self, add, ana, batch, private, commit):
        imported = add(scene(1))
        with commit():
            registering.register(ana, batch, [imported])
        kept = fresh(imported).image.file.name
        add(scene(2), "other.png")
        receiving.add_zip(batch, ContentFile(zipped({"a.png": scene(3)})), "some.zip")
        batches.discard(ana, batch)
        assert not ImportFile.objects.exists()
        assert stored(private) == {kept}
        assert PicturePage.objects.exists()
