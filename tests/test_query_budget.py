"""What a public page costs the database: ten queries, whatever its length and depth; a picture's
page, which is no list, twelve."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from home.models import HomePage, InfoPage
from pictures import scale, side_totals
from pictures.cursors import Cursor
from pictures.models import GalleryImage, PicturePage, PictureTag, Placement
from pictures.models.listing import FILTER_COLUMNS
from pictures.shelving import shelve
from topics.models import TopicPage

pytestmark = pytest.mark.django_db

BUDGET = 10  # of every list, and of what else is public
# With the series, its neighbours, more of the topic, the author's face, and the comments in two.
PICTURE = 12
FILTERED = {
    "model": "demo-painter",
    "sampler": "Euler+a",
    "colour": "grey",
    "tag": "lake",
    "by": "bo",
}
SORTED = ("newest", "oldest", "likes", "comments", "trending", "random")
# These grow with the pictures; indexes that begin like this belong to others.
BIG_TABLES = {
    *("pictures_placement", "pictures_picturepage", "wagtailcore_page"),
    *("pictures_tagplacement", "pictures_personplacement", "pictures_usedlora"),
    *("pictures_tagtotal", "pictures_persontotal"),
}
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
    side_totals.count_everything()


def lists(topic: TopicPage) -> dict[str, str]:
    """Addresses of pages that list pictures, by name."""
    rows = Placement.objects.in_topic(topic.pk).order_by("-listed_at")
    deep = place_of(rows[(rows.count() - 1) * 3 // 4])
    oldest = rows[rows.count() - 1]
    last = place_of(oldest)
    filtered = {**FILTERED, "format": oldest.format}
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
        "most liked": "/pictures/?sort=likes",
        "most liked in a week": "/pictures/?sort=likes&period=week",
        "most liked, deep": f"/pictures/?sort=likes&after={Cursor(0, rows[0].picture_id)}",
        "most liked, topic": f"/topics/{topic.slug}/?sort=likes&period=month",
        "most commented": "/pictures/?sort=comments",
        "most commented, back": f"/pictures/?sort=comments&before={Cursor(0, 1)}",
        "of a week": "/pictures/?period=week",
        "trending": "/pictures/?sort=trending",
        "random, topic": f"/topics/{topic.slug}/?sort=random",
        **{f"by {name}": f"/pictures/?{name}={value}" for name, value in filtered.items()},
        "by model, deep": f"/pictures/?model=demo-painter&after={deep}",
        **{f"tag, {sort}": f"/tags/lake/?sort={sort}" for sort in SORTED},
        **{f"person, {sort}": f"/people/bo/?sort={sort}" for sort in SORTED},
        "tags": "/tags/",
        "tags by name": "/tags/?sort=name",
        "people": "/people/",
        "people by letter": "/people/?letter=B",
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
        "robots": "/robots.txt",
        "feed": "/feeds/latest.atom",
        "feed of the topic": f"/feeds/topics/{topic.slug}.atom",
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
        assert many["picture"] <= PICTURE, many
        assert max(number for name, number in many.items() if name != "picture") <= BUDGET, many
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
    @pytest.mark.same_everywhere
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

    def test_sorts_no_list_of_pictures(self, client, site, images, bo):
        """An index of each order hands the rows over as they are shown."""
        fill(site, images, 60, bo)
        found = {}
        one_list = {name: address for name, address in lists(site).items() if name != "topics"}
        for name, address in one_list.items():
            for query in queries(client, address):
                is_list = re.search(r'FROM "pictures_(tag|person)?placement"', query["sql"])
                steps = plan(query["sql"]) if is_list else []
                if any("TEMP B-TREE FOR ORDER BY" in step for step in steps):
                    found[name] = steps
        assert found == {}


ENOUGH = 800  # pictures, for PostgreSQL to prefer an index to reading the whole table


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's query plans")
class TestPlanOfPostgreSQL:
    def test_takes_every_promised_list_from_an_index_in_its_order(self, client, site, images, bo):
        scale.load(site, ENOUGH, images=images, user=bo)
        ids = list(PicturePage.objects.values_list("pk", flat=True))
        lake = Tag.objects.create(name="lake", slug="lake")
        PictureTag.objects.bulk_create(PictureTag(tag=lake, content_object_id=pk) for pk in ids)
        shelve(ids)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found = {}
        for name, address in promised(site).items():
            client.get(address)
            plans = [
                postgresql_plan(query["sql"])
                for query in queries(client, address)
                if re.search(
                    r'FROM "pictures_(tag|person)?placement" .* ORDER BY .* LIMIT', query["sql"]
                )
            ]
            assert plans, name
            bad = [step for steps in plans for step in steps if reads_too_much(step)]
            if bad:
                found[name] = bad
        assert found == {}


def promised(topic: TopicPage) -> dict[str, str]:
    """Lists that cost the same at any size: in every order, and the newest with one filter."""
    places = ("/pictures/", f"/topics/{topic.slug}/", "/tags/lake/", "/people/bo/")
    orders = [f"sort={sort}" for sort in SORTED]
    orders += [f"sort=likes&period={period}" for period in ("day", "week", "month", "year")]
    row = Placement.objects.in_topic(topic.pk).values(*FILTER_COLUMNS).first() or {}
    return {
        **{f"{place} {order}": f"{place}?{order}" for place in places for order in orders},
        **{name: f"/pictures/?{urlencode({name: row[name]})}" for name in FILTER_COLUMNS},
    }


def postgresql_plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}")
        return [row[0].strip().removeprefix("->").strip() for row in cursor.fetchall()]


def reads_too_much(step: str) -> bool:
    table = re.match(r"(?:Parallel )?Seq Scan on (\w+)", step)
    return "Sort" in step.split("(")[0] or bool(table and table[1] in BIG_TABLES)


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
