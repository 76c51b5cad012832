"""The numbers that lists are sorted by, kept true to the rows of likes and comments.

A like counts in every period at once when it is given. What grows too old is taken out by the
clock; at night everything is counted anew. Both write only what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db.models import Count, QuerySet
from django.utils import timezone

from community.likes import again_after_deadlock
from community.models import Comment, CommentState, Like
from pictures import scores


def let_old_likes_go(column: str) -> int:
    """Take likes out of a period's column (`scores.PERIODS`); how many pictures changed."""
    wrong = scores.differing(column, _numbers(_rows(column, timezone.now())))
    return _correct(wrong, partial(_count, columns=[column]))


def rebuild() -> int:
    """Count everything anew; how many pictures had a wrong number."""
    wrong: set[int] = set()
    for column in scores.COUNTERS:
        numbers = _numbers(_rows(column, timezone.now()))
        wrong |= scores.differing(column, numbers, everywhere=True)
    return _correct(wrong, partial(_count, columns=scores.COUNTERS))


def _rows(column: str, now: datetime) -> QuerySet:
    """What `column` counts."""
    if column == "discussion":
        return Comment.objects.filter(state=CommentState.VISIBLE)
    length = scores.PERIODS.get(column)
    return Like.objects.filter(created_at__gt=now - length) if length else Like.objects.all()


def _numbers(rows: QuerySet) -> dict[int, int]:
    counted = rows.order_by().values("picture_id").annotate(number=Count("pk"))
    return dict(counted.values_list("picture_id", "number"))


def count_for(picture_id: int) -> dict[str, int]:
    """All numbers of one picture, as its rows say."""
    return _count(picture_id, columns=scores.COUNTERS)


def _count(picture_id: int, *, columns: Iterable[str]) -> dict[str, int]:
    now = timezone.now()
    return {name: _rows(name, now).filter(picture_id=picture_id).count() for name in columns}


def _correct(picture_ids: set[int], count: Callable[[int], dict[str, int]]) -> int:
    """One short transaction a picture: nobody who likes another one waits."""
    correct = again_after_deadlock(scores.correct)
    return sum(correct(pk, partial(count, pk)) for pk in sorted(picture_ids))
