"""Somebody's page: the same for everyone, at one address, with nothing private on it."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.signals import departure_requested, departure_undone
from community.likes import like_picture
from community.models import Ban, CollectionVisibility, PictureCollection, Profile
from community.profiles import set_nickname
from pictures import scale
from pictures.models import PicturePage, Placement
from pictures.shelving import shelve
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

BUDGET = 10
TABS = ("", "collections/", "likes/", "about/")


@pytest.fixture
def bora(bo):
    """Bo, who is called 보라, shows likes and tells of themselves."""
    set_nickname(bo.profile, "보라")
    Profile.objects.filter(user=bo).update(
        bio="먹그림을 모아요.",
        links=[{"label": "일기", "url": "https://a.example/"}],
        likes_are_public=True,
    )
    bo.refresh_from_db()
    return bo


@pytest.fixture
def paint(hang, bora):
    """Hang a picture of 보라's: `paint("제목", seed=3, …)`; curators publish, members paint."""

    def paint_now(title: str, **more) -> PicturePage:
        picture = hang(title, **more)
        PicturePage.objects.filter(pk=picture.pk).update(author=bora)
        shelve([picture.pk])
        return picture

    return paint_now


def titles(answer) -> list[str]:
    return [card.title for card in answer.context["card_page"].cards]


class TestPersonPage:
    @pytest.mark.parametrize("tab", TABS)
    def test_is_the_same_for_everyone(self, client, ana, bora, paint, tab):
        paint("등대")
        address = f"/people/보라/{tab}"
        anonymous = client.get(address)
        assert anonymous.status_code == 200
        assert "s-maxage=60" in anonymous["Cache-Control"]
        assert not anonymous.cookies
        assert "csrfmiddlewaretoken" not in anonymous.content.decode()
        for user in (bora, ana):
            client.force_login(user)
            assert client.get(address).content == anonymous.content

    def test_shows_public_works_newest_first(self, client, paint, hang):
        paint("첫째", seed=1)
        paint("둘째", seed=2)
        paint("초안", seed=3, publish=False)
        hang("남의 것", seed=4)
        paint("이름을 빌린 것", seed=5, author_name="다른 사람")
        first = PicturePage.objects.get(title="첫째")
        Placement.objects.filter(picture=first).update(listed_at=timezone.now() - timedelta(days=1))
        answer = client.get("/people/보라/")
        assert titles(answer) == ["둘째", "첫째"]
        assert answer.context["total"] == 2
        PicturePage.objects.get(title="둘째").unpublish()
        assert titles(client.get("/people/보라/")) == ["첫째"]

    def test_leads_through_all_works_each_once(self, client, bora, topic):
        images = scale.store_images(shrink=8)
        scale.load(topic, 60, images=images, user=bora)
        address, seen = "/people/보라/", []
        while address:
            answer = client.get(address)
            seen += [card.id for card in answer.context["card_page"].cards]
            address = answer.context["card_page"].next_url
        assert len(seen) == len(set(seen)) == 60

    def test_tells_of_a_place_it_does_not_know(self, client, bora, paint):
        paint("등대")
        for place in ("x", "!!", "W10", "%00"):
            answer = client.get(f"/people/보라/?after={place}")
            assert answer.status_code == 200
            assert answer.context["card_page"].notices

    def test_shows_likes_only_where_their_owner_wants(self, client, ana, bora, hang):
        first, second = hang("첫째", seed=1), hang("둘째", seed=2)
        for picture in (second, first):
            like_picture(user_id=bora.pk, picture_id=picture.pk)
        assert titles(client.get("/people/보라/likes/")) == ["첫째", "둘째"]
        second.unpublish()
        assert titles(client.get("/people/보라/likes/")) == ["첫째"]
        Profile.objects.filter(user=bora).update(likes_are_public=False)
        assert client.get("/people/보라/likes/").status_code == 404
        assert quote("/people/보라/likes/") not in client.get("/people/보라/").content.decode()

    def test_shows_public_collections_alone(self, client, bora):
        for visibility in CollectionVisibility.values:
            PictureCollection.objects.create(
                owner=bora, title=f"모음 {visibility}", visibility=visibility
            )
        page = client.get("/people/보라/collections/").content.decode()
        assert "모음 public" in page
        assert "모음 private" not in page
        assert "모음 unlisted" not in page

    def test_marks_curators_and_names_their_public_topics(self, client, ana, bora, topic):
        hidden = open_topic("숨은 주제")
        for each in (topic, hidden):
            each.curators = [ana]
            each.save_revision().publish()
        hidden.unpublish()
        page = client.get("/people/ana/about/").content.decode()
        assert "노을과 산" in page
        assert "숨은 주제" not in page
        assert 'class="person-mark"' in page
        assert 'class="person-mark"' not in client.get("/people/보라/").content.decode()

    def test_tells_search_engines_and_other_sites_what_it_is(self, client, bora, paint):
        paint("등대")
        page = client.get("/en/people/보라/").content.decode()
        address = quote("/en/people/보라/")
        assert f'<link rel="canonical" href="http://localhost:8000{address}">' in page
        assert '<meta property="og:title" content="보라">' in page
        assert '<meta property="og:image"' in page
        assert f'hreflang="ko" href="http://localhost:8000{quote("/people/보라/")}"' in page

    @pytest.mark.parametrize("tab", TABS)
    def test_takes_no_post(self, client, bora, tab):
        assert client.post(f"/people/보라/{tab}").status_code == 405


class TestAddress:
    @pytest.mark.parametrize("written", ["BORA", "Ｂｏｒａ", "b o r a", " bora"])
    @pytest.mark.parametrize("tab", TABS)
    def test_written_otherwise_leads_to_the_one(self, client, bora, written, tab):
        set_nickname(bora.profile, "Bora")
        answer = client.get(f"/people/{quote(written)}/{tab}?after=x")
        assert answer.status_code == 301
        assert answer["Location"] == f"/people/Bora/{tab}?after=x"

    def test_taken_apart_leads_to_the_one_that_is_whole(self, client, bora):
        answer = client.get(quote(unicodedata.normalize("NFD", "/en/people/보라/")))
        assert (answer.status_code, answer["Location"]) == (301, quote("/en/people/보라/"))

    def test_of_a_former_name_leads_on_for_a_while(self, client, bora):
        answer = client.get("/people/bo/")
        assert (answer.status_code, answer["Location"]) == (302, quote("/people/보라/"))

    @pytest.mark.parametrize(
        "name", ["nobody", "%00", "%F0%9F%98%80", "x" * 500, "..", "%2F", "%E3%85%A4", "'--"]
    )
    def test_of_nobody_is_not_found(self, client, bora, name):
        assert client.get(f"/people/{name}/").status_code == 404

    def test_of_ones_own_page_is_found_at_me(self, client, bora):
        assert client.get("/me/")["Location"].startswith("/accounts/login/")
        client.force_login(bora)
        answer = client.get("/en/me/")
        assert answer["Location"] == quote("/en/people/보라/")
        assert "no-store" in answer["Cache-Control"]


class TestSomebodyAway:
    @pytest.fixture(params=["leaving", "banned", "inactive"])
    def away(self, request, bora):
        if request.param == "leaving":
            departure_requested.send(sender=type(bora), user=bora)
        elif request.param == "banned":
            Ban.objects.create(user=bora, reason="spam")
        else:
            type(bora).objects.filter(pk=bora.pk).update(is_active=False)
        return bora

    @pytest.mark.parametrize("tab", TABS)
    def test_has_no_page(self, client, away, tab):
        assert client.get(f"/people/보라/{tab}").status_code == 404
        assert client.get(f"/people/bo/{tab}").status_code == 404

    def test_has_one_again_when_back(self, client, bora):
        departure_requested.send(sender=type(bora), user=bora)
        departure_undone.send(sender=type(bora), user=bora)
        Ban.objects.create(user=bora, reason="x", until=timezone.now() - timedelta(seconds=1))
        assert client.get("/people/보라/").status_code == 200


class TestCost:
    def test_is_ten_queries_at_most_and_the_same_at_2_and_60(self, client, bora, topic):
        images = scale.store_images(shrink=8)
        topic.curators = [bora]
        topic.save_revision().publish()
        counts = []
        for number in (2, 60):
            there = PicturePage.objects.count()
            scale.load(topic, number - there, images=images, user=bora)
            for picture_id in PicturePage.objects.values_list("pk", flat=True):
                like_picture(user_id=bora.pk, picture_id=picture_id)
            counts.append({tab: queries(client, f"/people/보라/{tab}") for tab in TABS})
        assert counts[0] == counts[1]
        assert max(counts[0].values()) <= BUDGET, counts


def queries(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
