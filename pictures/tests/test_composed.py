"""A query that is composed once answers as one that is composed each time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet
from wagtail.models import Page, Site

from pictures.composed import composed
from pictures.models import Placement

pytestmark = pytest.mark.django_db


@composed
def _pages(order: str, *, ids: tuple[int, ...], since: datetime, slug: str) -> QuerySet[Page]:
    pages = Page.objects.filter(pk__in=ids, latest_revision_created_at__gte=since)
    return (pages | Page.objects.filter(slug=slug)).order_by(order)


@composed
def _sites() -> QuerySet[Site]:
    return Site.objects.select_related("root_page")


def test_gives_the_rows_of_the_values_it_is_asked_for_each_time(hang):
    pictures = [hang(f"그림 {seed}", seed=seed) for seed in (1, 2, 3)]
    ids = tuple(page.pk for page in pictures)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    tomorrow = yesterday + timedelta(days=2)
    assert [page.pk for page in _pages("pk", ids=ids, since=yesterday, slug="-")] == sorted(ids)
    assert [page.pk for page in _pages("-pk", ids=ids[:2], since=yesterday, slug="-")] == sorted(
        ids[:2], reverse=True
    )
    last = pictures[-1]
    assert _pages("pk", ids=ids, since=tomorrow, slug=last.slug) == [last.page_ptr]
    assert _pages("pk", ids=(), since=tomorrow, slug=last.slug) == [last.page_ptr]


def test_builds_rows_and_what_they_bring_as_django_does(django_assert_num_queries, hang):
    hang("그림", seed=1)
    _sites()
    with django_assert_num_queries(1):
        (site,) = _sites()
        assert site.root_page.title
    expected = Site.objects.get()
    assert (site.hostname, site.is_default_site) == (expected.hostname, True)
    place = Placement.objects.filter(listed_at__isnull=False).first()

    @composed
    def rows(*, picture_id: int, moment: datetime) -> QuerySet:
        listed = Placement.objects.filter(picture_id=picture_id, listed_at__lte=moment)
        return listed.values("listed_at", "picture__title", "topic_id").order_by("topic_id")

    found = rows(picture_id=place.picture_id, moment=place.listed_at)
    assert found[0]["listed_at"] == place.listed_at
    assert rows(picture_id=place.picture_id, moment=place.listed_at - timedelta(seconds=1)) == []
