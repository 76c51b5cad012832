"""What a public page costs the database: at most ten queries, whatever its length and depth."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import HomePage, InfoPage
from pictures import scale
from pictures.cursors import Cursor
from pictures.models import GalleryImage, PicturePage, Placement
from topics.models import TopicPage

pytestmark = pytest.mark.django_db

BUDGET = 10
# These grow with the pictures; indexes that begin like this belong to others.
BIG_TABLES = {"pictures_placement", "pictures_picturepage", "wagtailcore_page"}
SMALL = ("topics_", "home_", "accounts_", "wagtailcore_site", "wagtailcore_pageview")


@pytest.fixture
def images(db) -> list[GalleryImage]:
    return scale.store_images(shrink=8)


@pytest.fixture
def site(topic, images, ana) -> TopicPage:
    """A topic with everything a topic may have, and an info page."""
    info = InfoPage(title="About", slug="about", body="<p>Words</p>", show_in_menus=True)
    HomePage.objects.get().add_child(instance=info)
    topic.cover = images[0]
    topic.curators = [ana]
    topic.save_revision().publish()
    return topic


def fill(topic: TopicPage, images: list[GalleryImage], number: int, user) -> None:
    """Add pictures until there are `number`; all have an author, one in three a tag."""
    there = PicturePage.objects.count()
    scale.load(topic, number - there, images=images, user=user)
    for picture in PicturePage.objects.all()[:3]:
        picture.tags.add("lake")
        picture.save()


def lists(topic: TopicPage) -> dict[str, str]:
    """Addresses of pages that list pictures, by name."""
    rows = Placement.objects.in_topic(topic.pk).order_by("-listed_at")
    deep = place_of(rows[(rows.count() - 1) * 3 // 4])
    last = place_of(rows[rows.count() - 1])
    return {
        "landing": "/",
        "landing in English": "/en/",
        "topics": "/topics/",
        "topic": f"/topics/{topic.slug}/",
        "topic, deep": f"/topics/{topic.slug}/?after={deep}",
        "pictures": "/pictures/",
        "oldest": "/pictures/?sort=oldest",
        "deep": f"/pictures/?after={deep}",
        "back": f"/pictures/?before={last}",
    }


def place_of(row: Placement) -> str:
    return str(Cursor(row.listed_at, row.picture_id))


def pages(topic: TopicPage) -> dict[str, str]:
    picture = PicturePage.objects.order_by("pk").first()
    return {
        **lists(topic),
        "picture": f"/topics/{topic.slug}/{picture.slug}/",
        "info": "/about/",
        "sitemap": "/sitemap.xml",
    }


def queries(client, address: str) -> list[dict[str, str]]:
    """What `address` asks of the database with nothing cached."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return captured.captured_queries


def costs(client, addresses: dict[str, str]) -> dict[str, int]:
    for address in addresses.values():
        client.get(address)  # content types and templates, which a process reads once
    return {name: len(queries(client, address)) for name, address in addresses.items()}


class TestPublicPage:
    def test_needs_ten_queries_at_most_and_the_same_at_2_and_60_pictures(
        self, client, site, images, bo
    ):
        fill(site, images, 2, bo)
        few = costs(client, pages(site))
        fill(site, images, 60, bo)
        many = costs(client, pages(site))
        assert max(many.values()) <= BUDGET, many
        assert few == many

    def test_counts_what_it_shows(self, client, site, images, ana, bo):
        """The totals of the wall are subqueries of one query: they must still count right."""
        fill(site, images, 3, bo)
        fill(site, images, 5, ana)
        answer = client.get("/")
        assert answer.context["totals"] == {
            "pictures": 5,
            "topics": 1,
            "authors": 2,
            "new_this_week": 5,
        }


class TestList:
    @pytest.mark.large
    def test_costs_the_same_at_1000_and_10000_pictures(self, client, site, images, bo):
        fill(site, images, 60, bo)
        expected = costs(client, lists(site))
        for number in (1_000, 10_000):
            fill(site, images, number, bo)
            assert costs(client, lists(site)) == expected, number


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plans")
class TestPlan:
    def test_visits_no_big_table_as_a_whole(self, client, site, images, bo):
        fill(site, images, 60, bo)
        found = {}
        for name, address in pages(site).items():
            client.get(address)
            for query in queries(client, address):
                scans = [step for step in plan(query["sql"]) if visits_all(step, query["sql"])]
                if scans:
                    found[name] = (scans, query["sql"])
        assert found == {}


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def visits_all(step: str, sql: str) -> bool:
    """Whether a step of the plan of `sql` reads a big table, or an index of it, as a whole."""
    if not step.startswith("SCAN "):
        return False
    name = step.split()[1]
    if "INDEX" in step and step.rpartition("INDEX ")[2].startswith(SMALL):
        return False
    tables = set(re.findall(rf'"(\w+)" {name}\b', sql)) or {name}
    return bool(tables & BIG_TABLES)
