"""Lists, page by page: nothing twice, nothing missing, and no address that breaks them."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from pictures import browsing, scale
from pictures.cursors import Cursor, CursorError
from pictures.models import Placement
from topics.models import TopicPage

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

NUMBER = 61  # three pages of 24, the last one not full
TWINS = 30  # pictures that were listed at the same moment, across the end of a page


@pytest.fixture
def filled(topic) -> TopicPage:
    images = scale.store_images(shrink=16)[:1]
    scale.load(topic, NUMBER, images=images)
    oldest_first = Placement.objects.filter(topic=topic).order_by("listed_at")
    twins = oldest_first.values_list("picture_id", flat=True)[20 : 20 + TWINS]
    moment = timezone.now() - timedelta(hours=1)
    Placement.objects.filter(picture_id__in=list(twins)).update(listed_at=moment)
    give_numbers(topic)
    return topic


def give_numbers(topic: TopicPage) -> None:
    """Few different numbers of likes and comments, so that many pictures have the same."""
    for pk in Placement.objects.filter(topic=topic).values_list("picture_id", flat=True):
        places = Placement.objects.filter(picture_id=pk)
        places.update(popularity=pk % 5, popularity_week=pk % 3, discussion=pk % 4)


def shown(answer) -> list[int]:
    return [card.id for card in answer.context["card_page"].cards]


def walk(client, address: str, direction: str) -> list[list[int]]:
    """The ids on each page from `address` on, following the links themselves."""
    pages = []
    while address:
        answer = client.get(address)
        pages.append(shown(answer))
        link = re.search(rf'<a [^>]*rel="{direction}" href="([^"]+)"', answer.content.decode())
        address = link[1].replace("&amp;", "&") if link else ""
        assert len(pages) < 10
    return pages


COLUMNS = {
    "sort=newest": "-listed_at",
    "sort=oldest": "listed_at",
    "sort=likes": "-popularity",
    "sort=likes&period=week": "-popularity_week",
    "sort=comments": "-discussion",
}


def in_order(topic: TopicPage, column: str = "-listed_at") -> list[int]:
    sign = "-" if column.startswith("-") else ""
    rows = Placement.objects.in_topic(topic.pk).order_by(column, f"{sign}picture_id")
    return list(rows.values_list("picture_id", flat=True))


@pytest.mark.parametrize("place", ["/topics/노을과-산/", "/pictures/", "/en/pictures/"])
@pytest.mark.parametrize("sort", COLUMNS)
class TestWalk:
    def test_meets_every_picture_once_in_order(self, client, filled, place, sort):
        pages = walk(client, f"{place}?{sort}", "next")
        assert [len(page) for page in pages] == [24, 24, 13]
        assert list(chain(*pages)) == in_order(filled, COLUMNS[sort])

    def test_leads_back_over_the_same_pages(self, client, filled, place, sort):
        there = walk(client, f"{place}?{sort}", "next")
        last = client.get(f"{place}?{sort}").context["card_page"]
        for _ in range(len(there) - 1):
            last = client.get(last.next_url).context["card_page"]
        back = walk(client, last.previous_url, "prev")
        assert list(chain(*reversed(back))) == list(chain(*there[:-1]))


class TestLinks:
    def test_first_and_last_page_know_that_they_are(self, client, filled):
        first = client.get("/pictures/").context["card_page"]
        assert first.previous_url is None
        assert first.next_url.startswith("/pictures/?after=")
        third = client.get(client.get(first.next_url).context["card_page"].next_url)
        assert third.context["card_page"].next_url is None
        assert "24" not in third.context["card_page"].previous_url[:20]

    def test_a_place_stays_where_it_was_when_pictures_are_added(self, client, filled, hang):
        second = client.get("/pictures/").context["card_page"].next_url
        before = shown(client.get(second))
        hang("A newer one", seed=99)
        assert shown(client.get(second)) == before

    def test_a_picture_that_goes_takes_no_other_along(self, client, filled):
        second = client.get("/pictures/").context["card_page"].next_url
        before = shown(client.get(second))
        Placement.objects.filter(picture_id=shown(client.get("/pictures/"))[-1]).delete()
        assert shown(client.get(second)) == before

    def test_a_list_of_one_page_has_none(self, client, hang):
        hang("Alone")
        page = client.get("/pictures/").context["card_page"]
        assert (page.previous_url, page.next_url, page.total) == (None, None, 1)


class TestPeriod:
    @pytest.mark.parametrize(
        ("query", "hours", "number"),
        [
            ("sort=newest&period=day", 24, 0),
            ("sort=newest&period=week", 24 * 7, 1),
            ("sort=oldest&period=month", 24 * 30, 2),
            ("sort=comments&period=year", 24 * 365, 3),
            ("period=all", 24 * 9999, 4),
        ],
    )
    def test_is_when_pictures_were_published(self, client, hang, query, hours, number):
        moments = [timedelta(days=days) for days in (2, 8, 31, 400)]
        for seed, age in enumerate(moments):
            picture = hang(f"Of {age.days} days", seed=seed)
            places = Placement.objects.filter(picture_id=picture.pk)
            places.update(listed_at=timezone.now() - age)
        answer = client.get(f"/pictures/?{query}")
        assert len(shown(answer)) == number
        assert b'class="notice' not in answer.content
        total = answer.context["card_page"].total
        assert total == (4 if "all" in query else None)

    def test_of_likes_is_when_they_were_given(self, client, hang):
        liked, other = hang("Liked", seed=1), hang("Other", seed=2)
        Placement.objects.filter(picture=liked).update(popularity=9, popularity_day=0)
        Placement.objects.filter(picture=other).update(popularity=1, popularity_day=1)
        assert shown(client.get("/pictures/?sort=likes")) == [liked.pk, other.pk]
        assert shown(client.get("/pictures/?sort=likes&period=day")) == [other.pk, liked.pk]

    def test_of_an_unknown_name_is_left_out_and_told(self, client, filled):
        for period in ("decade", "week'--", "\x00", "WEEK"):
            answer = client.get("/pictures/", {"sort": "likes", "period": period})
            assert shown(answer) == in_order(filled, "-popularity")[:24]
            assert answer.content.count(b'class="notice') == 1

    def test_without_pictures_leads_to_all_of_them(self, client, hang):
        picture = hang("Old")
        places = Placement.objects.filter(picture_id=picture.pk)
        places.update(listed_at=timezone.now() - timedelta(days=5))
        body = client.get("/pictures/?period=day").content.decode()
        assert '<a class="btn btn-outline-primary" href="/pictures/">' in body

    def test_is_kept_from_page_to_page(self, client, filled):
        page = client.get("/pictures/?sort=likes&period=week").context["card_page"]
        assert page.next_url.startswith("/pictures/?sort=likes&period=week&after=")


class TestCard:
    def test_follows_every_change_of_its_picture(
        self, client, ana, hang, django_capture_on_commit_callbacks
    ):
        """Cards are drawn once a process; a changed one is another card."""
        picture = hang("Before", alt_text="Before")
        for address in ("/pictures/", "/en/pictures/"):
            assert "Before" in client.get(address).content.decode()
        picture.title = picture.alt_text = "After"
        picture.format = "wide"
        with django_capture_on_commit_callbacks(execute=True):
            picture.save_revision(user=ana).publish(user=ana)
        for address in ("/pictures/", "/en/pictures/"):
            body = client.get(address).content.decode()
            assert "Before" not in body
            assert 'alt="After"' in body
            assert "wall-item-wide" in body

    def test_speaks_the_language_of_its_page(self, client, hang):
        hang("One")
        for address, language in (("/pictures/", "ko"), ("/en/pictures/", "en")) * 2:
            assert f'class="ai-tag" lang="{language}"' in client.get(address).content.decode()


class TestNeighbours:
    def test_are_those_beside_it_in_the_list(self, client, filled):
        order = in_order(filled)
        urls = dict(addresses(filled))
        for place in (0, 1, 25, NUMBER - 1):
            row = Placement.objects.get(topic=filled, picture_id=order[place])
            beside = browsing.neighbours(filled.pk, row.picture_id, row.listed_at)
            before = order[place - 1] if place else None
            after = order[place + 1] if place < NUMBER - 1 else None
            assert [one and (one.id, one.url) for one in beside] == [
                pk and (pk, urls[pk]) for pk in (before, after)
            ]


def addresses(topic: TopicPage) -> list[tuple[int, str]]:
    rows = Placement.objects.in_topic(topic.pk).select_related("picture")
    return [(row.picture_id, browsing.page_address(row.picture.url_path)) for row in rows]


def encoded(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


MALFORMED = [
    "x",
    "%00",
    "가",
    "a" * 5000,
    "=" * 9,
    encoded([]),
    encoded({}),
    encoded(None),
    encoded(["2026-01-01T00:00:00", 1]),
    encoded(["2026-01-01T00:00:00+00:00", "1"]),
    encoded(["2026-01-01T00:00:00+00:00", 2**63]),
    encoded(["2026-01-01T00:00:00+00:00", 1.5]),
    encoded(["2026-01-01T00:00:00+00:00", True]),
    encoded(["0001-01-01T00:00:00+14:00", 1]),
    encoded(["9999-12-31T23:59:59-14:00", 1]),
    encoded(["no moment", 1]),
    encoded([[[["deep"]]], 1]),
]


class TestMalformedAddress:
    @pytest.mark.parametrize("direction", ["after", "before"])
    def test_shows_the_beginning_and_says_so(self, client, filled, direction):
        for text in MALFORMED:
            answer = client.get("/pictures/", {direction: text})
            assert answer.status_code == 200, text
            assert len(shown(answer)) == 24, text
            assert answer.content.count(b'class="notice') == 1, text

    def test_of_an_unknown_order_shows_the_newest_and_says_so(self, client, filled):
        for sort in ("best", "", "newest'--", "NEWEST", "\x00"):
            answer = client.get("/en/pictures/", {"sort": sort})
            assert answer.status_code == 200
            assert shown(answer) == in_order(filled)[:24]
            assert "This order is not known" in answer.content.decode()

    def test_says_nothing_where_nothing_is_wrong(self, client, filled):
        for query in ("", "?sort=newest", "?unknown=1", "?after=", "?sort=oldest&before="):
            assert b'class="notice' not in client.get(f"/pictures/{query}").content

    def test_beyond_both_ends_is_empty_and_no_failure(self, client, filled):
        first = Placement.objects.order_by("listed_at").first()
        end = Cursor(first.listed_at - timedelta(days=1), 1)
        answer = client.get("/pictures/", {"after": str(end)})
        assert answer.status_code == 200
        assert shown(answer) == []


NO_NUMBERS = [
    *MALFORMED,
    encoded([-1, 1]),
    encoded([2**31, 1]),
    encoded([True, 1]),
    encoded([1.5, 1]),
    encoded(["1", 1]),
    encoded([1, 0]),
    encoded(["2026-01-01T00:00:00+00:00", 1]),
]


class TestCursor:
    def test_reads_what_it_wrote(self):
        cursor = Cursor(timezone.now(), 7)
        assert Cursor.parse(str(cursor)) == cursor
        assert Cursor.parse(str(Cursor(3, 7)), int) == Cursor(3, 7)

    @pytest.mark.parametrize("text", NO_NUMBERS, ids=range(len(NO_NUMBERS)))
    def test_of_a_number_refuses_everything_else(self, text):
        with pytest.raises(CursorError):
            Cursor.parse(text, int)

    def test_of_another_order_shows_the_beginning_and_says_so(self, client, filled):
        place = str(Cursor(timezone.now(), 1))
        answer = client.get("/pictures/", {"sort": "likes", "after": place})
        assert shown(answer) == in_order(filled, "-popularity")[:24]
        assert answer.content.count(b'class="notice') == 1

    @pytest.mark.parametrize("text", MALFORMED, ids=range(len(MALFORMED)))
    def test_refuses_what_it_did_not_write(self, text):
        with pytest.raises(CursorError):
            Cursor.parse(text)
