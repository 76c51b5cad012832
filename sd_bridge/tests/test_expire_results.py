"""What nobody keeps goes after two weeks, and its file with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sd_bridge import expiry, result_files, running
from sd_bridge.keeping import keep_for_topic
from sd_bridge.models import Generation, Result
from sd_bridge.tests.scripted_engine import encoded, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(engine, queue, ana, topic) -> list[Result]:
    engine.images = [encoded(png("teal")), encoded(png("navy"))]
    queue(requested_by=ana, page=topic, count=2)
    return list(running.run_oldest().results.order_by("index"))


def expire(capture) -> int:
    with capture(execute=True):
        return expiry.expire_results()


class TestExpireResults:
    def test_leaves_those_whose_time_has_not_come(
        self, results, private_files, django_capture_on_commit_callbacks
    ):
        assert expire(django_capture_on_commit_callbacks) == 0
        assert len(private_files()) == 2

    def test_removes_rows_and_files(
        self, results, private_files, django_capture_on_commit_callbacks
    ):
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert expire(django_capture_on_commit_callbacks) == 2
        assert not Result.objects.exists()
        assert private_files() == []
        assert Generation.objects.get().state == "done"

    def test_keeps_the_row_and_the_picture_of_a_kept_one(
        self, results, topic, ana, private_files, django_capture_on_commit_callbacks
    ):
        picture = keep_for_topic(result=results[0], topic=topic, user=ana)
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        expire(django_capture_on_commit_callbacks)

        kept = Result.objects.get()
        assert (kept.kept_as_id, kept.file.name, kept.url) == (picture.pk, "", "")
        assert private_files() == [picture.image.file.name]
        assert expire(django_capture_on_commit_callbacks) == 0


class TestExpirePreviews:
    def test_removes_those_no_running_generation_names(
        self, engine, queue, private_files, monkeypatch
    ):
        monkeypatch.setattr(result_files, "_SETTLES", timedelta(seconds=-1))
        result_files.write_preview(queue(state="failed"), png())

        assert expiry.expire_previews() == 1
        assert private_files() == []

    def test_leaves_one_that_was_written_just_now(self, engine, queue, private_files):
        result_files.write_preview(queue(), png())

        assert expiry.expire_previews() == 0
        assert len(private_files()) == 1
