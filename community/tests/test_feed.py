"""The pictures of what one subscribes to: each once, the newest first, new ones before a line."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from community.feed import mark_seen
from community.models import Block, Profile, Subscription
from pictures import scale
from pictures.models import GalleryImage, PicturePage, Placement, Sensitivity

FEED = "/me/subscriptions/"


def follow(user, **target) -> Subscription:
    return Subscription.objects.create(user=user, created_at=timezone.now(), **target)


def list_at(picture, moment: datetime) -> None:
    Placement.objects.filter(picture_id=picture.pk).update(listed_at=moment)


def change(picture: PicturePage, *, author, tag: str = "") -> None:
    picture.author = author
    if tag:
        picture.tags.add(tag)
    picture.save_revision().publish()


def titles(page: str) -> list[str]:
    return re.findall(r'class="piece-title">([^<]+)<', page)


def show(client: Client, address: str = FEED) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


class TestFeed:
    def test_holds_pictures_of_topics_people_and_tags_once_each(
        self, as_bo, bo, ana, topic, hang, django_user_model
    ):
        cy = django_user_model.objects.create_user("cy")
        change(hang("tagged", seed=1), author=cy, tag="노을")
        change(hang("by ana", seed=2), author=ana)
        change(hang("neither", seed=3), author=cy)
        follow(bo, person=ana)
        follow(bo, tag=Tag.objects.get(name="노을"))
        assert sorted(titles(show(as_bo))) == ["by ana", "tagged"]
        follow(bo, topic=topic)
        assert sorted(titles(show(as_bo))) == ["by ana", "neither", "tagged"]

    def test_shows_the_newest_first_by_day(self, as_bo, bo, topic, hang):
        now = timezone.localtime().replace(hour=12)
        for number, days in enumerate((2, 0, 1, 1)):
            picture = hang(f"{days} {number}", seed=number + 1)
            list_at(picture, now - timedelta(days=days, minutes=number))
        follow(bo, topic=topic)
        page = show(as_bo)
        assert titles(page) == ["0 1", "1 2", "1 3", "2 0"]
        days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)">', page)
        assert days == [str((now - timedelta(days=days)).date()) for days in range(3)]

    def test_leaves_out_what_is_muted_blocked_or_not_public(
        self, as_bo, bo, ana, topic, hang, django_user_model
    ):
        cy = django_user_model.objects.create_user("cy")
        change(hang("muted", seed=1), author=cy, tag="muted")
        change(hang("shown", seed=2), author=ana)
        hang("draft", seed=3, publish=False)
        follow(bo, person=ana)
        subscription = follow(bo, tag=Tag.objects.get(name="muted"))
        assert sorted(titles(show(as_bo))) == ["muted", "shown"]
        subscription.is_muted = True
        subscription.save()
        assert titles(show(as_bo)) == ["shown"]
        block = Block.objects.create(user=bo, blocked=ana)
        assert titles(show(as_bo)) == []
        block.delete()
        topic.unpublish()
        assert titles(show(as_bo)) == []

    def test_leaves_out_sensitive_pictures_for_who_wants_none(self, as_bo, bo, topic, hang):
        hang("plain", seed=1)
        sensitive = hang("sensitive", seed=2)
        GalleryImage.objects.filter(pk=sensitive.image_id).update(sensitivity=Sensitivity.SENSITIVE)
        follow(bo, topic=topic)
        assert len(titles(show(as_bo))) == 2
        Profile.objects.filter(user=bo).update(sensitive_content="hide")
        assert titles(show(as_bo)) == ["plain"]

    def test_says_what_to_do_while_nothing_is_subscribed_to(self, as_bo):
        assert 'class="empty"' in show(as_bo)

    def test_is_for_who_is_signed_in(self, client, db):
        answer = client.get(FEED)
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)

    @pytest.mark.parametrize("query", ["after=x", "after=", "after=WzFd", "until=1"])
    def test_survives_places_it_does_not_know(self, as_bo, query):
        show(as_bo, f"{FEED}?{query}")


@pytest.mark.mariadb
class TestPages:
    @pytest.fixture
    def images(self, db) -> list[GalleryImage]:
        return scale.store_images(shrink=8)

    def test_follow_one_another_without_gap_or_repetition(self, as_bo, bo, topic, images, ana):
        scale.load(topic, 60, images=images, user=ana)
        Placement.objects.update(listed_at=timezone.now() - timedelta(days=1))
        follow(bo, topic=topic)
        follow(bo, person=ana)
        seen, address = [], FEED
        while address:
            page = show(as_bo, address)
            seen += re.findall(r'id="picture-(\d+)"', page)
            found = re.search(r'rel="next" href="([^"]+)"', page)
            address = found[1].replace("&amp;", "&") if found else ""
        assert len(seen) == len(set(seen)) == 60

    def test_ask_as_often_for_sixty_as_for_two(self, as_bo, bo, topic, images, ana):
        follow(bo, topic=topic)
        follow(bo, person=ana)
        counts = []
        for number in (2, 58):
            scale.load(topic, number, images=images, user=ana)
            show(as_bo)
            with CaptureQueriesContext(connection) as queries:
                show(as_bo)
            counts.append(len(queries))
        assert PicturePage.objects.count() == 60
        assert counts[0] == counts[1]


class TestLastVisit:
    @pytest.fixture
    def visited(self, bo, topic, hang) -> datetime:
        """Two pictures before the last visit, three after it."""
        visit = timezone.now() - timedelta(days=3)
        for number, hours in enumerate((-30, -5, 2, 30, 50)):
            list_at(hang(f"{hours}", seed=number + 1), visit + timedelta(hours=hours))
        follow(bo, topic=topic)
        Profile.objects.filter(user=bo).update(feed_seen_at=visit)
        return visit

    def test_parts_what_is_new_from_what_was_there(self, as_bo, visited):
        page = show(as_bo)
        new, line, old = page.partition("data-seen-line")
        assert line
        assert (titles(new), titles(old)) == (["50", "30", "2"], ["-5", "-30"])
        assert "data-feed-seen" in page

    def test_is_told_by_the_one_personal_request(self, as_bo, visited):
        assert as_bo.get("/me/state/").json()["new"]["pictures"] == 3

    def test_is_not_changed_by_looking(self, as_bo, bo, visited):
        show(as_bo)
        assert Profile.objects.get(user=bo).feed_seen_at == visited

    def test_ends_when_all_is_marked_as_seen(self, as_bo, bo, visited, hang):
        until = re.search(r'name="until" value="([^"]+)"', show(as_bo))[1]
        hang("meanwhile", seed=9)
        answer = as_bo.post("/me/subscriptions/seen/", {"until": until})
        assert answer.status_code == 303
        page = show(as_bo)
        assert titles(page.partition("data-seen-line")[0]) == ["meanwhile"]

    def test_never_moves_back_nor_into_the_future(self, bo, visited):
        mark_seen(bo.pk, visited - timedelta(days=9))
        assert Profile.objects.get(user=bo).feed_seen_at == visited
        mark_seen(bo.pk, timezone.now() + timedelta(days=9))
        assert Profile.objects.get(user=bo).feed_seen_at <= timezone.now()

    @pytest.mark.parametrize("until", ["", "x", "0001-01-01", "9999-12-31T23:59:59+00:00"])
    def test_takes_any_other_word_for_now(self, as_bo, bo, visited, until):
        as_bo.post("/me/subscriptions/seen/", {"until": until})
        assert as_bo.get("/me/state/").json()["new"]["pictures"] == 0

    def test_counts_no_further_than_a_hundred(self, as_bo, bo, topic, ana):
        scale.load(topic, 110, images=scale.store_images(shrink=8), user=ana)
        Placement.objects.update(listed_at=timezone.now())
        follow(bo, topic=topic)
        Profile.objects.filter(user=bo).update(feed_seen_at=timezone.now() - timedelta(days=1))
        assert as_bo.get("/me/state/").json()["new"]["pictures"] == 100
