"""`/api/v1/imports`: files and zips that a program brings."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pictures.factories import picture_file
from pictures.models import ImportBatch, PicturePage
from rest.scopes import Scope
from rest.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(client, ana, topic, django_capture_on_commit_callbacks):
    _row, token = make_token(user=ana, name="x", scopes=[Scope.CURATE], expires_at=None)

    def bringing(*files, headers=None, **more):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                "/api/v1/imports",
                {"topic": topic.pk, **more, "files": list(files)},
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
            )
        if answer.status_code != 202:
            return answer, None
        told = client.get(answer["Location"], headers={"Authorization": f"Bearer {token}"})
        return answer, told.json()

    return bringing


def picture(name="boat.png", seed=5):
    return SimpleUploadedFile(name, picture_file(seed), "image/png")


def packed(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return SimpleUploadedFile("many.zip", written.getvalue(), "application/zip")


class TestImports:
    def test_make_drafts_and_say_what_was_refused(self, bring):
        bad = SimpleUploadedFile("bad.png", b"GIF89a nonsense", "image/png")
        answer, told = bring(picture(), bad)
        assert answer.status_code == 202
        boat, broken = told["files"]
        assert (boat["state"], broken["state"]) == ("done", "failed")
        assert broken["reason"]
        assert not PicturePage.objects.get(pk=boat["picture"]).live
        assert not told["is_active"]

    def test_read_zips_with_a_bad_file(self, bring):
        archive = packed(a_png=picture_file(1), b_png=b"nonsense", c_png=picture_file(2))
        _answer, told = bring(archive)
        assert [line["state"] for line in told["files"]] == ["done", "failed", "done"]
        assert PicturePage.objects.count() == 2

    def test_say_of_a_zip_that_cannot_be_read_why(self, bring):
        _answer, told = bring(SimpleUploadedFile("many.zip", b"nonsense"), picture())
        assert [(line["name"], line["state"]) for line in told["files"]] == [
            ("many.zip", "failed"),
            ("boat.png", "done"),
        ]

    def test_know_the_same_file(self, bring):
        bring(picture())
        _answer, told = bring(picture("again.png"))
        assert told["files"][0]["state"] == "duplicate"
        assert told["files"][0]["duplicate_of"]
        assert PicturePage.objects.count() == 1

    def test_with_a_key_are_done_once(self, bring):
        first, _told = bring(picture(), headers={"Idempotency-Key": "once"})
        again, _told = bring(picture(), headers={"Idempotency-Key": "once"})
        assert again["Location"] == first["Location"]
        assert ImportBatch.objects.count() == 1

    def test_into_nothing_are_refused(self, bring):
        answer, _told = bring(picture(), topic=999_999)
        assert answer.status_code == 422
        assert not ImportBatch.objects.exists()
