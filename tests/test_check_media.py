"""Rows and files agree, or somebody is told; what is left over is put away, never thrown away."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from community import submission_thumbnails
from pictures import renditions
from pictures.factories import hang_picture, store_image
from pictures.media import tending
from pictures.media.checking import Finding, check
from pictures.media.mending import empty_quarantine
from pictures.models import GalleryImage, MediaReport, PicturePage
from pictures.rendering import max_spec

pytestmark = pytest.mark.django_db

DAY = 24 * 3600


@pytest.fixture(autouse=True)
def own_media(monkeypatch, tmp_path) -> Path:
    """Files of this test only: the check looks at all of them."""
    for alias in ("default", "private"):
        for name in ("base_location", "location"):
            monkeypatch.setitem(storages[alias].__dict__, name, str(tmp_path / alias))
    return tmp_path


@pytest.fixture
def picture(topic, ana, own_media) -> PicturePage:
    """Public, with its copies."""
    picture = hang_picture("Quiet lake", topic=topic, user=ana, seed=5)
    renditions.sync(GalleryImage.objects.get(pk=picture.image_id))
    return picture


@pytest.fixture
def image(own_media) -> GalleryImage:
    return store_image(1)


def leave(alias: str, name: str, *, age: float = 2 * DAY, data: bytes = b"left over") -> Path:
    storage = storages[alias]
    path = Path(storage.path(storage.save(name, ContentFile(data))))
    past = time.time() - age
    os.utime(path, (past, past))
    return path


def findings(**how) -> list[Finding]:
    return list(check(**how))


def command(*options: str) -> tuple[int, list[dict]]:
    told = StringIO()
    code = 0
    try:
        call_command("check_media", "--json", *options, stdout=told)
    except SystemExit as ended:
        code = ended.code
    return code, [json.loads(line) for line in told.getvalue().splitlines()]


class TestFinding:
    def test_a_gallery_in_order_has_none(self, picture: PicturePage):
        assert GalleryImage.objects.get(pk=picture.image_id).renditions.exists()
        assert findings() == []
        assert command()[0] == 0

    @pytest.mark.parametrize("alias", ["default", "private"])
    def test_a_file_without_a_row(self, image, alias):
        leave(alias, "r/ab/left.webp")
        [found] = findings()
        assert (found.kind, found.storage, found.name) == ("no_row", alias, "r/ab/left.webp")

    def test_but_not_while_it_may_still_get_one(self, image):
        leave("private", "originals/ab/new.png", age=3600)
        assert findings() == []

    def test_a_row_without_its_file(self, image):
        storages["private"].delete(image.file.name)
        [found] = findings()
        assert (found.kind, found.model, found.pk) == (
            "no_file",
            "pictures.galleryimage",
            f"{image.pk}",
        )

    def test_an_original_that_has_changed(self, image):
        path = Path(storages["private"].path(image.file.name))
        data = bytearray(path.read_bytes())
        data[-20] ^= 1
        path.write_bytes(data)
        [found] = findings()
        assert (found.kind, found.name) == ("changed", image.file.name)
        assert findings(is_quick=True) == []

    @pytest.mark.parametrize("sensitivity", ["hidden", "sensitive"])
    def test_public_copies_that_should_not_be_there_or_lack(self, picture, sensitivity):
        # Past every signal, as a hand in the database does it.
        GalleryImage.objects.filter(pk=picture.image_id).update(sensitivity=sensitivity)
        [found] = findings()
        assert (found.kind, found.pk) == ("stale", f"{picture.image_id}")

    def test_public_copies_that_are_missing(self, picture: PicturePage):
        picture.image.renditions.filter(filter_spec=max_spec("jpeg")).delete()
        assert [each.kind for each in findings()] == ["stale"]

    def test_what_is_made_on_demand_may_be_there_or_not(self, image):
        leave("private", submission_thumbnails.name_of(image))
        assert findings() == []

    def test_quarantine_is_left_alone(self, image):
        leave("private", "quarantine/2026-01-01/private/x.png")
        assert findings() == []


class TestMending:
    def test_a_file_without_a_row_is_put_away_and_can_be_brought_back(self, image, own_media):
        path = leave("default", "r/ab/left.webp", data=b"precious")
        assert command("--fix")[0] == 0
        assert not path.exists()
        today = f"{timezone.localdate():%Y-%m-%d}"
        kept = own_media / "private" / "quarantine" / today / "default" / "r/ab/left.webp"
        assert kept.read_bytes() == b"precious"
        assert command()[0] == 0

    def test_a_lost_copy_is_made_again(self, picture, django_capture_on_commit_callbacks):
        image = GalleryImage.objects.get(pk=picture.image_id)
        copy = image.renditions.first()
        storages["default"].delete(copy.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            code, told = command("--fix")
        assert code == 0, told
        again = image.renditions.get(filter_spec=copy.filter_spec)
        assert storages["default"].exists(again.file.name)

    def test_a_lost_original_stays_a_finding(self, image):
        storages["private"].delete(image.file.name)
        code, told = command("--fix")
        assert code == 1
        assert told[0]["mended"] is False
        assert GalleryImage.objects.filter(pk=image.pk).exists()

    def test_without_being_told_nothing_moves(self, image):
        path = leave("private", "originals/ab/left.png")
        code, told = command()
        assert code == 1
        assert told[-1]["summary"]["no_row"] == 1
        assert path.exists()


class TestNight:
    def test_puts_away_what_is_old_and_counts_the_rest(self, image):
        old = leave("private", "originals/ab/old.png", age=8 * DAY)
        young = leave("private", "originals/ab/young.png", age=2 * DAY)
        report = tending.tend()
        assert (old.exists(), young.exists()) == (False, True)
        assert (report.findings, report.mended) == ({"no_row": 1}, 1)
        assert report.use["originals"] == {
            "files": 2,
            "size": storages["private"].size(image.file.name) + len(b"left over"),
        }
        assert report.use["quarantine"]["files"] == 1

    def test_empties_quarantine_after_a_month(self, own_media):
        day = timezone.localdate()
        for age in (29, 31):
            leave("private", f"quarantine/{day - timedelta(days=age)}/private/x.png")
        leave("private", "quarantine/by-hand/x.png")
        assert empty_quarantine(day - timedelta(days=30)) == 1
        left = sorted(path.name for path in (own_media / "private" / "quarantine").glob("*/**/x*"))
        assert len(left) == 2

    def test_tells_administrators_and_nobody_else(self, client, admin_user, ana, image):
        storages["private"].delete(image.file.name)
        tending.tend()
        client.force_login(admin_user)
        assert "check_media" in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(ana)
        assert "check_media" not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_keeps_the_last_reports_only(self, image, monkeypatch):
        monkeypatch.setattr(tending, "REPORTS", 2)
        for _night in range(3):
            tending.tend()
        assert MediaReport.objects.count() == 2
