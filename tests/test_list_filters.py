"""Lists leave what is asked for, say so, and are never broken by an address."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.profiles import set_nickname
from pictures import browsing, scores
from pictures.list_filters import NAMES
from pictures.models import PicturePage, Placement
from pictures.searching import indexing
from pictures.shelving import shelve
from pictures.time_limits import TooSlowError

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

PROMPT = "a lighthouse <lora:slow_shutter:0.8>"


def titles(client, address: str) -> list[str]:
    return [card.title for card in client.get(address).context["card_page"].cards]


@pytest.fixture
def cast(hang, bo):
    """Three pictures that differ in everything lists are filtered by."""
    set_nickname(bo.profile, "보라")
    hang("Plain", seed=1, size=(96, 144))
    hang("Tagged", seed=2, tags=["lake", "mist"], size=(144, 96))
    third = hang("Bo's", seed=3, tags=["lake"], prompt=PROMPT, size=(96, 96))
    PicturePage.objects.filter(pk=third.pk).update(author=bo)
    shelve([third.pk])
    Placement.objects.filter(picture__title="Tagged").update(model="other", colour="teal")
    Placement.objects.exclude(picture__title="Tagged").update(colour="red")
    Placement.objects.filter(picture__title="Bo's").update(shorter_side=2048, sampler="DDIM")


LEFT = {
    "tag=lake": ["Bo's", "Tagged"],
    "tag=lake&tag=mist": ["Tagged"],
    "by=보라": ["Bo's"],
    "model=other": ["Tagged"],
    "sampler=DDIM": ["Bo's"],
    "lora=slow_shutter": ["Bo's"],
    "format=square": ["Bo's"],
    "colour=red": ["Bo's", "Plain"],
    "min_size=1024": ["Bo's"],
    "tag=lake&colour=red": ["Bo's"],
    "by=보라&model=demo-painter": ["Bo's"],
    "by=보라&tag=mist": [],
    "colour=teal&colour=red": ["Bo's", "Tagged", "Plain"],
    "model=other&model=demo-painter&colour=teal": ["Tagged"],
    "format=square&format=landscape": ["Bo's", "Tagged"],
    "sampler=DDIM&sampler=no-such": ["Bo's"],
    "model=other&sort=oldest": ["Tagged"],
    "colour=red&sort=oldest": ["Plain", "Bo's"],
    "model=&tag=&min_size=": ["Bo's", "Tagged", "Plain"],
}


@pytest.mark.parametrize("place", ["/pictures/", "/topics/노을과-산/"])
def test_a_filter_leaves_what_is_like_that(client, cast, place):
    assert {query: titles(client, f"{place}?{query}") for query in LEFT} == LEFT


class TestSeveralValues:
    def test_are_taken_away_one_by_one(self, client, cast):
        body = client.get("/pictures/?colour=teal&colour=red&tag=lake").content.decode()
        assert chips(body) == [
            "/pictures/?colour=red&colour=teal",
            "/pictures/?tag=lake&colour=teal",
            "/pictures/?tag=lake&colour=red",
        ]

    def test_have_one_address_whatever_order_they_are_asked_in(self, client, cast):
        pages = [
            client.get(f"/pictures/?{query}").context["card_page"]
            for query in ("colour=teal&colour=red", "colour=red&colour=teal&colour=red")
        ]
        assert {page.address() for page in pages} == {"/pictures/?colour=red&colour=teal"}

    def test_are_checked_in_the_panel_and_each_counted(self, client, cast):
        body = client.get("/pictures/?model=other&model=demo-painter&view=filters").content.decode()
        for model, number in (("other", 1), ("demo-painter", 2)):
            assert re.search(
                rf'name="model" value="{model}" checked><span>{model}</span>'
                rf'<span class="meta">{number}<',
                body,
            )

    def test_are_five_at_most_and_more_are_told(self, client, cast):
        query = "&".join(f"colour={name}" for name in ("red", "teal", "blue", "pink", "lime"))
        assert not client.get(f"/pictures/?{query}").context["card_page"].notices
        page = client.get(f"/pictures/?{query}&colour=black").context["card_page"]
        assert len(page.notices) == 1
        assert len(page.filters.chosen) == 5

    def test_of_everything_at_once_cost_no_query_each(
        self, client, cast, django_assert_max_num_queries
    ):
        query = "&".join(
            f"{name}={value}"
            for name, values in {
                "tag": ("lake", "mist", "x", "y"),
                "model": ("other", "demo-painter", "x"),
                "sampler": ("DDIM", "Euler a", "x"),
                "lora": ("slow_shutter",),
                "by": ("보라",),
            }.items()
            for value in values
        )
        client.get("/pictures/")
        with django_assert_max_num_queries(10):
            client.get(f"/pictures/?{query}")


def chips(body: str) -> list[str]:
    hrefs = re.findall(r'<a class="chip" href="([^"]+)"><span class="chip-label">', body)
    return [href.replace("&amp;", "&") for href in hrefs]


class TestWords:
    @pytest.fixture(autouse=True)
    def found(self, cast):
        indexing.rebuild()

    def test_leave_what_holds_them_in_every_list(self, client, topic):
        assert titles(client, "/pictures/?q=plain") == ["Plain"]
        assert titles(client, f"/topics/{topic.slug}/?q=mist") == ["Tagged"]
        assert titles(client, "/tags/lake/?q=tag:mist") == ["Tagged"]
        assert titles(client, "/people/보라/?q=plain") == []
        assert titles(client, "/pictures/?q=lake&colour=red&sort=oldest") == ["Bo's"]

    def test_are_a_chip_that_goes_with_all_the_others(self, client):
        body = client.get("/pictures/?q=lake&colour=red&sort=likes").content.decode()
        assert chips(body) == [
            "/pictures/?colour=red&sort=likes",
            "/pictures/?q=lake&sort=likes",
        ]
        assert 'class="list-clear" href="/pictures/?sort=likes"' in body

    def test_stay_from_page_to_page_and_in_the_panel(self, client, monkeypatch):
        monkeypatch.setattr(browsing, "PAGE_SIZE", 1)
        page = client.get("/pictures/?q=lake").context["card_page"]
        assert (page.total, page.next_url[:18]) == (2, "/pictures/?q=lake&")
        assert titles(client, page.next_url) == ["Tagged"]
        body = client.get("/pictures/?q=lake&view=filters").content.decode()
        assert 'type="search" name="q" value="lake"' in body
        assert re.search(r'value="red"[^>]*><span[^>]*>[^<]* 1</span>', body)

    def test_are_counted_in_the_panel_of_a_search_too(self, client):
        body = client.get("/search/?q=mist&view=filters").content.decode()
        assert '<input type="hidden" name="q" value="mist">' in body
        assert 'value="demo-painter"' not in body

    def test_without_a_letter_are_left_out_and_told(self, client):
        for text in ("--", '""', "\x00"):
            page = client.get("/pictures/", {"q": text}).context["card_page"]
            assert len(page.cards) == 3
            assert len(page.notices) == bool(text.strip("\x00")) or text == "\x00", text

    def test_that_nothing_holds_lead_back_to_the_whole_list(self, client):
        body = client.get("/pictures/?q=nowhere").content.decode()
        assert '<section class="empty">' in body
        assert 'btn-outline-primary" href="/pictures/"' in body

    def test_and_filters_together_cost_five_queries_at_most_beside_the_page(self, client, cast):
        asked = f"q={quote('lake -도시')}&colour=red&model=demo-painter"
        most = {"/pictures/": 10, "/tags/lake/": 11, "/topics/노을과-산/": 14, "/people/보라/": 14}
        for place in most:
            client.get(f"{place}?{asked}")
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{place}?{asked}")
            # Neither limits of time nor the savepoints that transactions are in tests.
            queries = [
                query["sql"]
                for query in captured
                if "SAVEPOINT" not in query["sql"] and not query["sql"].startswith("SET ")
            ]
            assert len(queries) <= most[place], (place, queries)


class TestScope:
    def test_of_a_topic_may_be_asked_for_as_a_filter(self, client, cast, topic):
        assert len(titles(client, f"/pictures/?topic={quote(topic.slug)}&tag=lake")) == 2

    def test_of_a_tag_is_filtered_as_every_list(self, client, cast):
        assert titles(client, "/tags/lake/?colour=red") == ["Bo's"]
        assert titles(client, "/tags/lake/?tag=mist&sort=likes") == ["Tagged"]

    def test_of_a_tag_or_a_person_comes_in_every_order(self, client, cast):
        for sort in ("trending", "likes", "comments", "random", "oldest"):
            assert set(titles(client, f"/tags/lake/?sort={sort}")) == {"Bo's", "Tagged"}
            assert titles(client, f"/people/보라/?sort={sort}") == ["Bo's"]

    def test_shows_nothing_that_is_not_public(self, client, cast, topic):
        topic.unpublish()
        for query in ("tag=lake", "by=보라", "lora=slow_shutter", "model=other", "colour=red", ""):
            assert titles(client, f"/pictures/?{query}") == []


class TestOrder:
    def test_trending_is_that_of_the_scores(self, client, cast):
        for title, likes in (("Plain", 1), ("Tagged", 5)):
            place = Placement.objects.filter(picture__title=title).first()
            scores.add_likes(place.picture_id, likes, given_at=timezone.now())
        scores.recompute_trends()
        assert titles(client, "/pictures/?sort=trending") == ["Tagged", "Plain", "Bo's"]

    def test_random_is_the_stored_one(self, client, cast):
        for number, title in enumerate(("Plain", "Bo's", "Tagged")):
            Placement.objects.filter(picture__title=title).update(shuffle=number)
        assert titles(client, "/pictures/?sort=random") == ["Tagged", "Bo's", "Plain"]

    def test_goes_on_where_a_page_ended(self, client, cast, monkeypatch):
        monkeypatch.setattr(browsing, "PAGE_SIZE", 1)
        Placement.objects.filter(picture__title="Tagged").update(trend=0.1234567890123)
        for sort in ("trending", "random", "likes", "comments"):
            whole, address = [], f"/pictures/?sort={sort}&colour="
            while address:
                page = client.get(address).context["card_page"]
                whole += [card.title for card in page.cards]
                address = page.next_url
            assert sorted(whole) == ["Bo's", "Plain", "Tagged"], sort


NONSENSE = ("no-such", "\x00", "'; --", "x" * 3000, "%FF", "-1", "²", "9" * 40, "🌊")


class TestNonsense:
    def test_is_left_out_and_told(self, client, cast):
        for name, value in product(NAMES, NONSENSE):
            answer = client.get("/pictures/", {name: value})
            assert answer.status_code == 200, (name, value)
            page = answer.context["card_page"]
            assert len(page.cards) == 3
            assert len(page.notices) == 1, (name, value)
            assert 'class="notice' in answer.content.decode()

    def test_cannot_make_a_question_of_any_length(self, client, cast):
        answer = client.get("/pictures/", {"tag": [f"t{number}" for number in range(500)]})
        assert answer.status_code == 200
        assert len(answer.context["card_page"].notices) <= 6


class TestBar:
    def test_names_each_filter_with_the_address_without_it(self, client, cast):
        body = client.get("/pictures/?tag=lake&colour=red&sort=likes").content.decode()
        assert chips(body) == ["/pictures/?colour=red&sort=likes", "/pictures/?tag=lake&sort=likes"]
        assert 'class="list-clear" href="/pictures/?sort=likes"' in body

    def test_keeps_the_filters_where_the_order_changes(self, client, cast):
        body = client.get("/pictures/?tag=lake").content.decode()
        assert 'href="/pictures/?tag=lake&amp;sort=trending"' in body

    def test_keeps_the_filters_from_page_to_page(self, client, cast, monkeypatch):
        monkeypatch.setattr(browsing, "PAGE_SIZE", 1)
        page = client.get("/pictures/?colour=red&format=").context["card_page"]
        assert page.next_url.startswith("/pictures/?colour=red&after=")
        assert titles(client, page.next_url) == ["Plain"]

    def test_says_what_to_do_where_nothing_is_left(self, client, cast):
        body = client.get("/pictures/?tag=mist&colour=red").content.decode()
        assert '<section class="empty">' in body
        assert 'btn-outline-primary" href="/pictures/"' in body

    def test_says_that_a_question_is_too_wide(self, client, cast, monkeypatch):
        def too_slow(*asked):
            raise TooSlowError

        monkeypatch.setattr(browsing, "_rows", too_slow)
        answer = client.get("/pictures/?tag=mist&colour=red")
        assert answer.status_code == 200
        assert answer.context["card_page"].is_too_wide
        assert '<section class="empty">' in answer.content.decode()


class TestPanel:
    def test_is_asked_for_by_an_address_of_its_own(self, client, cast):
        assert "data-filter-form" not in client.get("/pictures/").content.decode()
        body = client.get("/pictures/?view=filters").content.decode()
        assert 'action="/pictures/"' in body
        for value in ("lake", "mist", "demo-painter", "other", "DDIM", "slow_shutter", "square"):
            assert f'value="{value}"' in body

    def test_counts_what_each_further_filter_would_leave(self, client, cast):
        body = client.get("/pictures/?tag=lake&view=filters").content.decode()
        assert re.search(r'value="other"[^>]*><span>other</span><span class="meta">1<', body)
        assert re.search(r'value="mist"[^>]*><span>mist</span><span class="meta">1<', body)
        assert re.search(r'value="tall"[^>]* disabled', body)

    def test_does_not_count_by_the_filter_itself(self, client, cast):
        body = client.get("/pictures/?model=other&view=filters").content.decode()
        assert re.search(
            r'value="demo-painter"[^>]*><span>demo-painter</span><span class="meta">2<', body
        )
        assert re.search(r'name="model" value="other"[^>]* checked', body)

    def test_counts_no_more_than_a_thousand(self, client, cast, monkeypatch):
        monkeypatch.setattr("pictures.facets.CAP", 1)
        monkeypatch.setattr("pictures.templatetags.lists.CAP", 1)
        body = client.get("/pictures/?view=filters").content.decode()
        assert '<span class="meta">1+<' in body

    def test_counts_nothing_that_is_not_public(self, client, cast, topic):
        topic.unpublish()
        body = client.get("/pictures/?view=filters").content.decode()
        for value in ("lake", "other", "slow_shutter", "DDIM"):
            assert f'value="{value}"' not in body

    def test_keeps_the_order_asked_for(self, client, cast):
        body = client.get("/pictures/?sort=likes&period=week&view=filters").content.decode()
        assert '<input type="hidden" name="sort" value="likes">' in body
        assert '<input type="hidden" name="period" value="week">' in body

    def test_opens_above_every_list(self, client, cast):
        for place in ("/topics/노을과-산/", "/tags/lake/", "/people/보라/"):
            answer = client.get(f"{place}?view=filters")
            assert "data-filter-form" in answer.content.decode(), place


def test_pictures_of_a_period_leave_the_total_unknown(client, cast):
    Placement.objects.filter(picture__title="Plain").update(
        listed_at=timezone.now() - timedelta(days=9)
    )
    page = client.get("/pictures/?period=week&colour=red").context["card_page"]
    assert [card.title for card in page.cards] == ["Bo's"]
    assert page.total is None
