"""The page of what one likes: its order, its choice of several, and that it is one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.collections import create_collection
from community.likes import like_picture
from community.models import Like, PictureCollection, Profile
from pictures import scale
from pictures.models import PicturePage, Placement

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

PAGE = "/me/likes/"
CHOSEN = "/me/likes/chosen/"


@pytest.fixture
def member(bo) -> Client:
    client = Client()
    client.force_login(bo)
    return client


@pytest.fixture
def three(hang, bo) -> list[int]:
    """Liked by Bo, the last one longest ago."""
    ids = [hang(f"Picture {seed}", seed=seed).pk for seed in (1, 2, 3)]
    for days, pk in enumerate(ids):
        like_picture(user_id=bo.pk, picture_id=pk)
        moment = timezone.now() - timedelta(days=days)
        Like.objects.filter(picture_id=pk).update(created_at=moment)
    return ids


def shown(answer) -> list[int]:
    return [card.id for card in answer.context["card_page"].cards]


class TestMyLikes:
    def test_shows_the_latest_like_first(self, member, three, ana):
        like_picture(user_id=ana.pk, picture_id=three[0])
        answer = member.get(PAGE)
        assert shown(answer) == three
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content.decode().count('aria-pressed="true"') >= 3

    def test_leaves_out_what_the_public_no_longer_sees(self, member, three):
        Placement.objects.filter(picture_id=three[1]).update(listed_at=None)
        assert shown(member.get(PAGE)) == [three[0], three[2]]

    def test_is_nobody_elses(self, client, ana, three):
        answer = client.get(PAGE)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]
        client.force_login(ana)
        assert shown(client.get(PAGE)) == []

    def test_is_empty_in_words_at_first(self, member, topic):
        body = member.get(PAGE).content.decode()
        assert 'class="empty"' in body
        assert "data-pick" not in body

    def test_tells_whether_others_see_them(self, member, bo, three):
        before = member.get("/en/me/likes/").content.decode()
        Profile.objects.filter(user=bo).update(likes_are_public=True)
        after = member.get("/en/me/likes/").content.decode()
        told = [body.split("picks-head")[1].split("</p>")[0] for body in (before, after)]
        assert told[0] != told[1]
        assert "/en/me/settings/" in told[0]

    def test_goes_on_page_by_page_and_costs_the_same(self, member, bo, topic):
        scale.load(topic, 50, images=scale.store_images(shrink=16)[:1])
        ids = list(PicturePage.objects.order_by("pk").values_list("pk", flat=True))
        member.get(PAGE)  # what a process reads once
        counts = []
        for pk in ids:
            like_picture(user_id=bo.pk, picture_id=pk)
            if pk in (ids[1], ids[-1]):
                with CaptureQueriesContext(connection) as captured:
                    member.get(PAGE)
                counts.append(len(captured))
        assert counts[0] == counts[1] <= 14
        found, address = [], PAGE
        while address:
            answer = member.get(address)
            found += shown(answer)
            address = answer.context["card_page"].next_url
        assert found == ids[::-1]

    def test_survives_any_place_in_its_address(self, member, three):
        for place in ("x", "", "가", "W10", "a" * 3000):
            assert shown(member.get(PAGE, {"after": place})) == three


class TestLikesSortedAndFiltered:
    """As every list: by what its address says, in one's own order."""

    @pytest.fixture
    def kinds(self, hang, bo) -> dict[str, int]:
        """What Bo likes, the last one longest ago; all of them Ana's."""
        made = {
            "lake": hang("Quiet lake", seed=1, tags=["water"], size=(96, 144)),
            "hill": hang("Steep hill", seed=2, size=(144, 96)),
            "sea": hang("Loud sea", seed=3, tags=["water"], size=(96, 144)),
        }
        for days, picture in enumerate(made.values()):
            like_picture(user_id=bo.pk, picture_id=picture.pk)
            moment = timezone.now() - timedelta(days=days)
            Like.objects.filter(picture_id=picture.pk).update(created_at=moment)
        hang("Liked by nobody", seed=4, tags=["water"], size=(96, 144))
        return {name: picture.pk for name, picture in made.items()}

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"sort": "oldest"}, ["sea", "hill", "lake"]),
            ({"tag": "water"}, ["lake", "sea"]),
            ({"tag": "water", "sort": "oldest"}, ["sea", "lake"]),
            ({"format": "portrait"}, ["lake", "sea"]),
            ({"format": ["landscape", "portrait"]}, ["lake", "hill", "sea"]),
            ({"by": "ANA", "format": "portrait"}, ["lake", "sea"]),
            ({"topic": "TOPIC"}, ["lake", "hill", "sea"]),
            ({"q": "hill"}, ["hill"]),
            ({"q": "water", "sort": "oldest"}, ["sea", "lake"]),
            ({"tag": "water", "format": "landscape"}, []),
        ],
    )
    def test_by_what_the_address_says(self, member, kinds, ana, topic, asked, found):
        named = {"ANA": ana.public_name, "TOPIC": topic.slug}
        asked = {
            name: named.get(value, value) if isinstance(value, str) else value
            for name, value in asked.items()
        }
        answer = member.get(PAGE, asked)
        assert shown(answer) == [kinds[name] for name in found]
        assert answer.context["card_page"].notices == []
        assert answer["Cache-Control"] == "private, no-store"

    def test_tell_what_is_chosen_and_how_to_clear_it(self, member, kinds):
        body = member.get("/en/me/likes/", {"tag": "water", "sort": "oldest"}).content.decode()
        chips = body.split('class="chips list-chips"')[1].split("</ul>")[0]
        assert 'href="/en/me/likes/?sort=oldest"' in chips
        assert "First like" in body
        assert "Most liked" not in body.split("<main")[1].split("</main>")[0]

    def test_say_where_nothing_is_left(self, member, kinds):
        asked = {"tag": "water", "format": "landscape"}
        body = member.get("/en/me/likes/", asked).content.decode()
        empty = body.split('class="empty"')[1].split("</main>")[0]
        assert 'href="/en/me/likes/"' in empty
        assert "data-pick" not in body

    def test_count_ones_own_likes_in_the_panel(self, member, client, kinds, ana):
        like_picture(user_id=ana.pk, picture_id=kinds["hill"])
        client.force_login(ana)
        numbers = []
        for who in (member, client):
            body = who.get("/en/me/likes/", {"view": "filters"}).content.decode()
            numbers.append(body.split('class="filter-foot"')[1].split("</button>")[0])
        assert "Show 3 pictures" in numbers[0]
        assert "Show 1 pictures" in numbers[1]

    def test_know_no_order_of_other_lists(self, member, three):
        answer = member.get("/en/me/likes/", {"sort": "random"})
        assert shown(answer) == three
        assert answer.context["card_page"].notices

    @pytest.mark.parametrize("sort", ["newest", "oldest"])
    def test_go_on_and_back_under_a_filter_at_one_price(self, member, bo, topic, sort):
        scale.load(topic, 50, images=scale.store_images(shrink=16)[:1])
        ids = list(PicturePage.objects.order_by("pk").values_list("pk", flat=True))
        for pk in ids:
            like_picture(user_id=bo.pk, picture_id=pk)
        side = Placement.objects.values_list("format", flat=True)[0]
        address = f"{PAGE}?format={side}&topic={topic.slug}&sort={sort}"
        member.get(address)
        there, counts = [], []
        while address:
            with CaptureQueriesContext(connection) as captured:
                answer = member.get(address)
            counts.append(len(captured))
            there += shown(answer)
            address, last = answer.context["card_page"].next_url, answer.context["card_page"]
        expected = Placement.objects.filter(topic=topic, format=side).order_by("picture_id")
        expected = list(expected.values_list("picture_id", flat=True))
        assert there == (expected if sort == "oldest" else expected[::-1])
        assert max(counts) <= 14
        page = shown(answer)
        while last.previous_url:
            answer = member.get(last.previous_url)
            last, page = answer.context["card_page"], [*shown(answer), *page]
        assert page == there


class TestChosen:
    def test_are_taken_back_together(self, member, three):
        member.post(CHOSEN, {"picture": three[:2], "do": "unlike"})
        assert shown(member.get(PAGE)) == three[2:]
        assert set(
            Placement.objects.filter(picture_id__in=three[:2]).values_list("popularity", flat=True)
        ) == {0}

    def test_are_saved_in_a_collection_and_stay_liked(self, member, bo, three):
        blue = create_collection(owner_id=bo.pk, title="Blue")
        fields = {"picture": three, "do": "collect", "collection": blue.key}
        for _ in range(2):
            assert member.post(CHOSEN, fields).status_code == 303
        assert set(blue.items.values_list("picture_id", flat=True)) == set(three)
        assert shown(member.get(PAGE)) == three

    def test_may_make_a_new_collection(self, member, bo, three):
        member.post(CHOSEN, {"picture": three[0], "do": "collect", "collection": ""})
        made = PictureCollection.objects.get()
        assert (made.owner_id, made.visibility) == (bo.pk, "private")
        assert made.items.get().picture_id == three[0]

    def test_go_into_no_collection_of_somebody_else(self, member, ana, three):
        other = create_collection(owner_id=ana.pk, title="Ana's")
        fields = {"picture": three, "do": "collect", "collection": other.key}
        assert member.post(CHOSEN, fields).status_code == 404
        assert not other.items.exists()

    def test_are_ones_own_likes_alone(self, member, ana, hang, three):
        other = hang("Of Ana", seed=9)
        like_picture(user_id=ana.pk, picture_id=other.pk)
        member.post(CHOSEN, {"picture": [other.pk, "x", "-1", "9" * 40], "do": "unlike"})
        assert Like.objects.filter(user=ana, picture=other).exists()
        assert shown(member.get(PAGE)) == three

    def test_are_no_more_than_one_can_mean_at_once(self, member, three):
        many = [*three, *range(10**6, 10**6 + 60)]
        fields = {"picture": many, "do": "unlike"}
        answer = member.post(CHOSEN, fields, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert "60" in answer.json()["error"]
        assert shown(member.get(PAGE)) == three

    def test_of_none_says_so(self, member, three):
        answer = member.post(CHOSEN, {"do": "unlike"}, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert answer.json()["error"]

    def test_need_a_token_and_a_member(self, client, bo, three):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bo)
        assert strict.post(CHOSEN, {"picture": three, "do": "unlike"}).status_code == 403
        assert client.post(CHOSEN, {"picture": three, "do": "unlike"}).status_code == 302
        assert client.get(reverse("chosen_likes")).status_code == 405
        assert Like.objects.count() == 3
