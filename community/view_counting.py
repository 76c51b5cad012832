"""Counting how often pages are looked at: noted at once, added up in batches, kept in days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from community.models import DailySubscribers, DailyViews, FreshView, Subscription
from pictures.models import Placement
from pictures.visibility import ancestor_paths, hiding_paths
from topics.models import TopicPage

BATCH = 500
KEPT = timedelta(days=730)


def note_view(page_id: int) -> None:
    """One row and no question: whether the page is public is asked when it is added up."""
    FreshView.objects.create(page=page_id, day=timezone.localdate())


def add_up() -> int:
    """Add every view that was noted to its day; how many counted. What is not public does not."""
    counted = 0
    while True:
        seen, added = _add_batch()
        counted += added
        if seen < BATCH:
            return counted


def _add_batch() -> tuple[int, int]:
    """How many rows were taken, and how many of them counted."""
    with transaction.atomic():
        rows = list(FreshView.objects.order_by("pk").values_list("pk", "page", "day")[:BATCH])
        taken, _kinds = FreshView.objects.filter(pk__in=[row[0] for row in rows]).delete()
        if taken != len(rows):  # another scheduler is at it
            transaction.set_rollback(True)
            return 0, 0
        public = _public({page for _pk, page, _day in rows})
        views = Counter((page, day) for _pk, page, day in rows if page in public)
        for (page, day), number in sorted(views.items()):
            _add(page, day, number)
    return len(rows), views.total()


def _add(page_id: int, day: date, number: int) -> None:
    known = DailyViews.objects.filter(page_id=page_id, day=day)
    if not known.update(views=F("views") + number):
        DailyViews.objects.create(page_id=page_id, day=day, views=number)


def _public(page_ids: Iterable[int]) -> set[int]:
    """Which of these are pictures or topics that visitors may see now. At most four queries."""
    listed = Placement.objects.listed().filter(picture_id__in=page_ids).order_by()
    topics = TopicPage.objects.filter(pk__in=page_ids, live=True).values_list("pk", "path")
    paths = dict(topics)
    hidden = hiding_paths(paths.values()) if paths else set()
    return {
        *listed.values_list("picture_id", flat=True),
        *(pk for pk, path in paths.items() if hidden.isdisjoint(ancestor_paths(path))),
    }


def note_subscribers() -> None:
    """Write down how many follow each topic today."""
    today = timezone.localdate()
    followed = Subscription.objects.filter(topic__isnull=False).order_by().values("topic_id")
    numbers = dict(followed.annotate(number=Count("pk")).values_list("topic_id", "number"))
    for topic_id in TopicPage.objects.order_by("pk").values_list("pk", flat=True):
        DailySubscribers.objects.update_or_create(
            topic_id=topic_id, day=today, defaults={"subscribers": numbers.get(topic_id, 0)}
        )


def forget_old() -> None:
    """Days of more than two years ago."""
    before = timezone.localdate() - KEPT
    DailyViews.objects.filter(day__lt=before).delete()
    DailySubscribers.objects.filter(day__lt=before).delete()
