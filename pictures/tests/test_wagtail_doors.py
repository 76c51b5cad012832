"""Wagtail's own upload forms: stock, many broken files end in an error page there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pictures.factories import picture_file
from pictures.models import GalleryImage
from pictures.tests.bad_files import bad_files, good_files

pytestmark = pytest.mark.django_db

BAD = dict(bad_files())
# Every kind once, and some of the many cut and flipped ones.
SAMPLE = sorted(BAD)[:: max(1, len(BAD) // 60)]


def private_files() -> set[Path]:
    root = Path(storages["private"].location)
    return {path for path in root.rglob("*") if path.is_file()}


def upload(data: bytes, name: str = "picture.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def through_add(client, file):
    return client.post(reverse("wagtailimages:add"), {"title": "A", "file": file, "collection": 1})


def through_multiple(client, file):
    return client.post(
        reverse("wagtailimages:add_multiple"), {"title": "A", "files[]": file, "collection": 1}
    )


def through_chooser(client, file):
    address = reverse("wagtailimages_chooser:create")
    return client.post(
        address, {"image-chooser-upload-title": "A", "image-chooser-upload-file": file}
    )


DOORS = {"add": through_add, "multiple": through_multiple, "chooser": through_chooser}


@pytest.fixture
def curator(client, ana):
    client.force_login(ana)
    return client


@pytest.mark.same_everywhere
@pytest.mark.parametrize("door", DOORS)
class TestBrokenFile:
    @pytest.mark.parametrize("name", SAMPLE)
    def test_is_refused_in_words_and_leaves_nothing(self, curator, door, name):
        before = private_files()
        answer = DOORS[door](curator, upload(BAD[name]))
        assert answer.status_code < 500
        if not GalleryImage.objects.exists():
            assert private_files() == before


@pytest.mark.parametrize("door", DOORS)
class TestGoodFile:
    @pytest.mark.parametrize("kind", sorted(good_files()))
    def test_is_stored_with_what_intake_learnt(self, curator, door, kind):
        DOORS[door](curator, upload(good_files()[kind], "holiday.png"))
        image = GalleryImage.objects.get()
        assert image.sha256
        assert image.dhash
        assert image.file_format in {"png", "jpeg", "webp", "avif", "gif"}
        assert image.focal_point_x is not None
        assert "holiday" not in image.file.name
        assert image.file.storage is storages["private"] or "private" in image.file.path


class TestMultipleUpload:
    def test_names_the_reason(self, curator):
        answer = through_multiple(curator, upload(b"not a picture at all", "broken.png"))
        body = json.loads(answer.content)
        assert body["success"] is False
        assert "broken.png" in body["error_message"]

    def test_reads_the_recipe(self, curator):
        through_multiple(curator, upload(picture_file(5)))
        assert GalleryImage.objects.get().recipe.seed == 5


class TestEdit:
    def test_keeps_the_file_when_only_words_change(self, curator):
        through_multiple(curator, upload(picture_file(5)))
        image = GalleryImage.objects.get()
        name = image.file.name
        curator.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {
                "title": "New words",
                "collection": image.collection_id,
                "focal_point_x": 10,
                "focal_point_y": 12,
                "focal_point_width": 4,
                "focal_point_height": 4,
                "ai_generated": "on",
            },
        )
        image.refresh_from_db()
        assert (image.title, image.file.name) == ("New words", name)
        assert image.focal_point_x == 10
        assert not image.focal_point_proposed

    def test_a_new_file_brings_its_own_facts(self, curator):
        through_multiple(curator, upload(picture_file(5)))
        image = GalleryImage.objects.get()
        before = image.sha256
        answer = curator.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {
                "title": "A",
                "collection": image.collection_id,
                "file": upload(picture_file(6, size=(60, 40))),
                "ai_generated": "on",
            },
        )
        image.refresh_from_db()
        assert image.sha256 != before, answer.content[:2000]
        assert (image.width, image.height) == (60, 40)
        assert image.recipe.seed == 6
