"""Many pages at once: the tree stays whole, and each page is a page like any other."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from pictures import bulk, scale
from pictures.models import GalleryRendition, PicturePage, Placement, Total
from topics.models import TopicPage

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def images(db):
    return scale.store_images(shrink=8)


@pytest.fixture
def filled(topic, images) -> TopicPage:
    scale.load(topic, 7, images=images)
    return TopicPage.objects.get(pk=topic.pk)


def a_picture(filled: TopicPage) -> PicturePage:
    return PicturePage.objects.child_of(filled).get(slug="scale-3")


def problems() -> list:
    return [found for found in Page.find_problems() if found]


class TestTree:
    def test_has_no_problems_and_counts_its_children(self, filled, hang):
        hang("One by hand")
        scale.load(filled, 3, images=[PicturePage.objects.child_of(filled).first().image])
        filled.refresh_from_db()
        assert problems() == []
        assert filled.numchild == filled.get_children().count() == 11

    def test_goes_on_over_several_batches(self, topic, images, monkeypatch):
        monkeypatch.setattr(bulk, "BATCH", 3)
        told = []
        assert scale.load(topic, 8, images=images, progress=told.append) == 8
        assert told == [3, 6, 8]
        assert problems() == []

    def test_slugs_differ_also_from_those_that_are_there(self, filled, hang, images):
        hang("By hand", alt_text="x").move(filled, pos="first-child")
        a_picture(filled).delete()
        scale.load(filled, 4, images=images)
        slugs = list(filled.get_children().values_list("slug", flat=True))
        assert len(slugs) == len(set(slugs)) == 11

    def test_nothing_is_left_of_a_batch_that_fails(self, topic, images):
        same = [PicturePage(title="x", slug="x", alt_text="x", image=images[0]) for _ in range(2)]
        broken = (same[0] if number == 0 else 1 / 0 for number in range(2))
        with pytest.raises(ZeroDivisionError):
            bulk.add_pictures(topic, broken)
        topic.refresh_from_db()
        assert topic.numchild == 0
        assert not PicturePage.objects.exists()

    def test_needs_its_topic(self, topic, images):
        TopicPage.objects.get(pk=topic.pk).delete()
        with pytest.raises(bulk.TopicGoneError):
            scale.load(topic, 1, images=images)


class TestLists:
    def test_hold_every_picture_in_topic_and_home(self, filled):
        home = filled.get_parent().get_parent()
        for page in (filled, home):
            assert Placement.objects.in_topic(page.pk).listed().count() == 7
            assert Total.objects.get(pk=page.pk).pictures == 7

    def test_spread_over_time(self, filled):
        placed = Placement.objects.in_topic(filled.pk).order_by("listed_at")
        moments = list(placed.values_list("listed_at", "picture__first_published_at"))
        assert len(set(moments)) == 7
        assert all(listed == published for listed, published in moments)

    def test_stay_closed_below_a_withdrawn_topic(self, topic, images):
        topic.unpublish()
        scale.load(topic, 2, images=images)
        assert not Placement.objects.listed().exists()
        assert not GalleryRendition.objects.exists()

    def test_show_copies(self, client, filled):
        answer = client.get(filled.url)
        assert answer.content.count(b'class="piece"') == 7
        assert answer.content.count(b"<img") == 7


class TestBulkPage:
    def test_answers_at_its_address(self, client, filled):
        answer = client.get(a_picture(filled).url)
        assert answer.status_code == 200
        assert "idea 0" in answer.content.decode()

    def test_is_edited_and_published(self, client, ana, filled, django_capture_on_commit_callbacks):
        client.force_login(ana)
        picture = a_picture(filled)
        assert client.get(f"/admin/pages/{picture.pk}/edit/").status_code == 200
        picture.title = "Edited"
        with django_capture_on_commit_callbacks(execute=True):
            picture.save_revision(user=ana).publish(user=ana)
        assert "Edited" in client.get(filled.url).content.decode()
        assert problems() == []

    def test_is_withdrawn(self, client, filled, django_capture_on_commit_callbacks):
        picture = a_picture(filled)
        with django_capture_on_commit_callbacks(execute=True):
            picture.unpublish()
        assert client.get(picture.url).status_code == 410
        assert Total.objects.get(pk=filled.pk).pictures == 6

    def test_is_deleted(self, client, filled, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            a_picture(filled).delete()
        filled.refresh_from_db()
        assert filled.numchild == 6
        assert Total.objects.get(pk=filled.pk).pictures == 6
        assert problems() == []


class TestLoadScale:
    @pytest.fixture(autouse=True)
    def small_files(self, monkeypatch, images):
        monkeypatch.setattr(scale, "store_images", lambda: images)

    def test_spreads_pictures_over_topics_and_tells(self, client):
        told = StringIO()
        call_command("load_scale", pictures=7, topics=3, stdout=told)
        topics = TopicPage.objects.filter(slug__startswith="scale-").order_by("slug")
        assert [topic.numchild for topic in topics] == [3, 2, 2]
        assert "Hanging: 7/7" in told.getvalue()
        assert "7 pictures added in 3 topics." in told.getvalue()
        assert client.get("/pictures/").content.count(b'class="piece"') == 7

    def test_adds_to_what_is_there(self):
        for _ in range(2):
            call_command("load_scale", pictures=2, stdout=StringIO())
        assert TopicPage.objects.get(slug="scale-1").numchild == 4
        assert problems() == []

    def test_refuses_more_topics_than_pictures(self):
        with pytest.raises(CommandError):
            call_command("load_scale", pictures=2, topics=3)
