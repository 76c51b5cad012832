"""Keeping: one result, one picture, however often it is pressed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from pictures.models import GalleryImage, PicturePage
from pictures.publishing import PublishingError
from sd_bridge import keeping, running
from sd_bridge.keeping import keep_for_picture, keep_for_topic
from sd_bridge.models import Result
from sd_bridge.refusals import NotAllowed, PageGone, ResultGone
from sd_bridge.tests.scripted_engine import encoded, png
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(engine, queue, ana, topic) -> list[Result]:
    engine.images = [encoded(png(colour)) for colour in ("teal", "navy", "coral")]
    queue(requested_by=ana, page=topic, count=3)
    return list(running.run_oldest().results.order_by("index"))


class TestKeepForTopic:
    def test_makes_a_draft_with_image_recipe_and_words(self, results, topic, ana):
        picture = keep_for_topic(result=results[0], topic=topic, user=ana)

        assert not picture.live
        assert picture.get_parent().pk == topic.pk
        assert picture.title == "A lighthouse on a cliff"
        assert picture.alt_text == "a lighthouse on a cliff"
        assert picture.format == "square"
        assert picture.image.sha256 == results[0].sha256
        assert picture.image.recipe.prompt == "a lighthouse on a cliff, oil painting"
        assert picture.image.ai_generated
        assert picture.get_latest_revision_as_object().image == picture.image

    def test_copies_the_file(self, results, topic, ana, private_files):
        keep_for_topic(result=results[0], topic=topic, user=ana)

        names = private_files()
        assert len([name for name in names if name.startswith("originals/")]) == 1
        assert len([name for name in names if name.startswith("results/")]) == 3

    def test_pressed_twice_gives_the_same_picture(self, results, topic, ana):
        first = keep_for_topic(result=results[0], topic=topic, user=ana)

        assert keep_for_topic(result=results[0], topic=topic, user=ana) == first
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 1

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_pressed_in_two_tabs_gives_one_picture(self, results, topic, ana):
        kept: list[PicturePage] = []
        barrier = threading.Barrier(2)

        def press() -> None:
            try:
                barrier.wait(10)
                kept.append(keep_for_topic(result=results[0], topic=topic, user=ana))
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _tab in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(kept) == 2
        assert kept[0] == kept[1]
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 1

    def test_numbers_a_series(self, results, topic, ana):
        pictures = [keep_for_topic(result=item, topic=topic, user=ana) for item in results]

        assert [picture.title for picture in pictures] == [
            "A lighthouse on a cliff",
            "A lighthouse on a cliff 2",
            "A lighthouse on a cliff 3",
        ]
        assert len({picture.slug for picture in pictures}) == 3

    def test_again_after_its_picture_was_deleted_makes_a_new_one(self, results, topic, ana):
        keep_for_topic(result=results[0], topic=topic, user=ana).delete()
        results[0].refresh_from_db()

        assert keep_for_topic(result=results[0], topic=topic, user=ana).image.pk
        assert GalleryImage.objects.count() == 1

    def test_by_somebody_who_may_not_add_to_the_topic_is_refused(
        self, results, topic, bo, private_files
    ):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        Result.objects.get(pk=results[0].pk).generation.page = None
        before = private_files()

        with pytest.raises(NotAllowed):
            keep_for_topic(result=results[0], topic=topic, user=bo)
        assert private_files() == before

    def test_by_its_requester_who_may_no_longer_generate_is_refused(self, results, topic, ana):
        ana.groups.get().permissions.remove(Permission.objects.get(codename="generate"))
        ana = type(ana).objects.get(pk=ana.pk)

        with pytest.raises(NotAllowed):
            keep_for_topic(result=results[0], topic=topic, user=ana)

    def test_of_an_expired_one_is_refused(self, results, topic, ana):
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        with pytest.raises(ResultGone):
            keep_for_topic(result=results[0], topic=topic, user=ana)

    def test_of_one_whose_file_is_missing_is_refused(self, results, topic, ana):
        results[0].file.storage.delete(results[0].file.name)

        with pytest.raises(ResultGone):
            keep_for_topic(result=results[0], topic=topic, user=ana)

    def test_in_a_deleted_topic_is_refused(self, results, topic, ana):
        other = open_topic("다른 주제")
        type(other).objects.filter(pk=other.pk).delete()

        with pytest.raises(PageGone):
            keep_for_topic(result=results[0], topic=other, user=ana)

    def test_that_fails_leaves_neither_row_nor_file(
        self, results, topic, ana, private_files, monkeypatch
    ):
        def refuse(**_values):
            raise PublishingError("no")

        monkeypatch.setattr(keeping, "create_picture", refuse)
        before = private_files()

        with pytest.raises(PublishingError):
            keep_for_topic(result=results[0], topic=topic, user=ana)

        results[0].refresh_from_db()
        assert not results[0].is_kept
        assert not GalleryImage.objects.exists()
        assert private_files() == before


class TestKeepForPicture:
    def test_gives_an_image_and_leaves_the_page_alone(self, results, topic, ana):
        image = keep_for_picture(result=results[0], user=ana)

        assert image.sha256 == results[0].sha256
        assert image.recipe.prompt.startswith("a lighthouse")
        assert image.ai_generated
        assert not PicturePage.objects.exists()

    def test_pressed_twice_gives_the_same_image(self, results, ana):
        first = keep_for_picture(result=results[0], user=ana)

        assert keep_for_picture(result=results[0], user=ana) == first
        assert GalleryImage.objects.count() == 1

    def test_shares_its_image_with_a_picture_kept_from_it(self, results, topic, ana):
        image = keep_for_picture(result=results[0], user=ana)

        assert keep_for_topic(result=results[0], topic=topic, user=ana).image == image

    def test_by_a_stranger_is_refused(self, results, bo):
        with pytest.raises(NotAllowed):
            keep_for_picture(result=results[0], user=bo)
