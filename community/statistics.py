"""What became of pictures and topics, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Sum
from django.utils import timezone

from community.models import (
    Comment,
    CommentState,
    DailySubscribers,
    DailyViews,
    Like,
    Subscription,
)
from topics.models import TopicPage

MOST_PICTURES = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Tree paths whose pages count, with all below them; `everything` needs none."""

    paths: tuple[str, ...] = ()
    everything: bool = False

    def rows(self, column: str) -> Q:
        """Of rows whose page is found along `column`."""
        if self.everything:
            return Q()
        names = (Q(**{f"{column}path__startswith": path}) for path in self.paths)
        return reduce(or_, names, Q(pk__in=[]))


@dataclass(slots=True)
class Day:
    """`subscribers` is how many there were at its end; the rest happened on it."""

    day: date
    views: int = 0
    likes: int = 0
    comments: int = 0
    subscribers: int = 0


@dataclass(slots=True)
class PictureNumbers:
    id: int
    title: str
    views: int
    likes: int = 0
    comments: int = 0


@dataclass(slots=True)
class Numbers:
    days: list[Day]
    pictures: list[PictureNumbers] = field(default_factory=list)

    def total(self, name: str) -> int:
        """Of subscribers the last day's, of everything else the sum."""
        values = [getattr(day, name) for day in self.days]
        return values[-1] if name == "subscribers" else sum(values)


def numbers(scope: Scope, days: Sequence[date], *, with_pictures: bool = True) -> Numbers:
    """Everything of `days`, which follow one another. At most ten queries."""
    views = _views(scope, days)
    likes = _moments(_likes(scope, days))
    comments = _moments(_comments(scope, days))
    subscribers = _subscribers(scope, days)
    found = Numbers(
        [Day(day, views[day], likes[day], comments[day], subscribers[day]) for day in days]
    )
    if with_pictures:
        found.pictures = _most_viewed(scope, days)
    return found


def _views(scope: Scope, days: Sequence[date]) -> Counter[date]:
    rows = DailyViews.objects.filter(scope.rows("page__"), day__range=(days[0], days[-1]))
    sums = rows.order_by().values("day").annotate(number=Sum("views"))
    return Counter(dict(sums.values_list("day", "number")))


def _likes(scope: Scope, days: Sequence[date]):
    return Like.objects.filter(
        scope.rows("picture__"),
        created_at__gte=_begin(days[0]),
        created_at__lt=_begin(days[-1] + timedelta(days=1)),
    )


def _comments(scope: Scope, days: Sequence[date]):
    return Comment.objects.filter(
        scope.rows("picture__"),
        state=CommentState.VISIBLE,
        created_at__gte=_begin(days[0]),
        created_at__lt=_begin(days[-1] + timedelta(days=1)),
    )


def _moments(rows) -> Counter[date]:
    """Rows by day. Counted here: MariaDB knows no time zones unless somebody loads them."""
    moments = rows.order_by().values_list("created_at", flat=True).iterator()
    return Counter(timezone.localdate(moment) for moment in moments)


def _subscribers(scope: Scope, days: Sequence[date]) -> dict[date, int]:
    """As written down each day; before that, by when those who stayed had come."""
    topics = TopicPage.objects.filter(scope.rows("page_ptr__")).order_by()
    ids = list(topics.values_list("pk", flat=True))
    written: dict[int, dict[date, int]] = {pk: {} for pk in ids}
    rows = DailySubscribers.objects.filter(topic_id__in=ids, day__lte=days[-1])
    for topic_id, day, number in rows.values_list("topic_id", "day", "subscribers"):
        written[topic_id][day] = number
    joined: dict[int, list[date]] = {pk: [] for pk in ids}
    arrivals = Subscription.objects.filter(topic_id__in=ids).order_by("created_at")
    for topic_id, moment in arrivals.values_list("topic_id", "created_at"):
        joined[topic_id].append(timezone.localdate(moment))
    totals = dict.fromkeys(days, 0)
    for topic_id in ids:
        for day, number in _followed(days, written[topic_id], joined[topic_id]):
            totals[day] += number
    return totals


def _followed(
    days: Sequence[date], written: dict[date, int], joined: list[date]
) -> Iterable[tuple[date, int]]:
    """How many followed one topic on each day; a day without a note is as the one before."""
    first = min(written, default=None)
    earlier = [day for day in written if day < days[0]]
    last = written[max(earlier)] if earlier else 0
    for day in days:
        if day in written:
            last = written[day]
        elif first is None or day < first:
            last = sum(moment <= day for moment in joined)
        yield day, last


def _most_viewed(scope: Scope, days: Sequence[date]) -> list[PictureNumbers]:
    rows = DailyViews.objects.filter(
        scope.rows("page__"),
        day__range=(days[0], days[-1]),
        page__content_type__model="picturepage",
    )
    sums = rows.order_by().values("page_id", "page__title").annotate(number=Sum("views"))
    top = list(sums.order_by("-number", "-page_id")[:MOST_PICTURES])
    ids = [row["page_id"] for row in top]
    likes = _by_picture(_likes(scope, days), ids)
    comments = _by_picture(_comments(scope, days), ids)
    return [
        PictureNumbers(pk, row["page__title"], row["number"], likes[pk], comments[pk])
        for pk, row in zip(ids, top, strict=True)
    ]


def _by_picture(rows, ids: list[int]) -> Counter[int]:
    counts = rows.filter(picture_id__in=ids).order_by().values("picture_id")
    return Counter(dict(counts.annotate(number=Count("pk")).values_list("picture_id", "number")))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
