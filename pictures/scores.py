"""The one writer of what lists of pictures are sorted by: popularity, discussion, trend, shuffle.

Pictures know nothing of likes and comments: whoever keeps those calls these in the transaction
that writes their row, so that the numbers are those of the rows. Each call is one UPDATE a table of
all places of the picture, worked out by the database: exact whoever else writes at the same moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Case, F, FloatField, IntegerField, Max, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Floor, Random
from django.utils import timezone

from pictures.models import PersonPlacement, Placement, TagPlacement
from pictures.models.listing import FILTER_COLUMNS

# Likes given within this time from now count in the column.
PERIODS = {
    "popularity_day": timedelta(days=1),
    "popularity_week": timedelta(days=7),
    "popularity_month": timedelta(days=30),
    "popularity_year": timedelta(days=365),
}
COUNTERS = ("popularity", *PERIODS, "discussion")
NOTICED = 0.01  # a trend that moved by less than this share of itself is left as it is
PORTION = 200  # pictures a statement
SHUFFLED = 5000  # rows a statement
# In this order whoever writes takes the rows: nobody waits for somebody who waits for them.
TABLES: tuple[Any, ...] = (Placement, TagPlacement, PersonPlacement)


def add_likes(picture_id: int, delta: int, *, given_at: datetime) -> None:
    """Count `delta` likes (negative: taken back) that were given at `given_at`. Three queries."""
    age = timezone.now() - given_at
    columns = ["popularity", *(name for name, length in PERIODS.items() if age < length)]
    _add(picture_id, columns, delta)


def add_comments(picture_id: int, delta: int) -> None:
    """Count `delta` comments more, or fewer. Three queries."""
    _add(picture_id, ["discussion"], delta)


def _add(picture_id: int, columns: list[str], delta: int) -> None:
    for table in TABLES:
        table._default_manager.filter(picture_id=picture_id).update(
            **{name: _changed(name, delta) for name in columns}
        )


def _changed(column: str, delta: int) -> Combinable:
    """Never below zero; an unsigned column of MariaDB would refuse the subtraction itself."""
    if delta >= 0:
        return F(column) + delta
    enough = _over(column, -delta - 1)
    return Case(When(enough, then=F(column) - -delta), default=Value(0))


def _over(column: str, number: int) -> Q:
    return Q(**{f"{column}__gt": number})


def of_picture(picture_id: int) -> dict[str, Any]:
    """What a new place of the picture begins with: what its others say. One query."""
    columns = (*COUNTERS, "trend", *FILTER_COLUMNS, "shorter_side")
    return Placement.objects.filter(picture_id=picture_id).values(*columns).first() or {}


def differing(column: str, numbers: dict[int, int], *, everywhere: bool = False) -> set[int]:
    """Pictures of which some place does not say what `numbers` does (nothing there: 0).

    Not `everywhere`: places that say 0 are passed by where another of the picture is right.
    """
    places = Placement.objects.all() if everywhere else Placement.objects.filter(_over(column, 0))
    unseen = {pk for pk, number in numbers.items() if number}
    wrong = set()
    for pk, number in places.order_by().values_list("picture_id", column).iterator():
        unseen.discard(pk)
        if number != numbers.get(pk, 0):
            wrong.add(pk)
    return wrong | (set() if everywhere else unseen)


def correct(picture_id: int, count: Callable[[], dict[str, int]]) -> bool:
    """Write what `count` finds for the picture where it differs; whether something did.

    The places are locked first and counted then: whoever adds at the same moment either has been
    counted or adds to the corrected number.
    """
    with transaction.atomic():
        places = list(
            Placement.objects.select_for_update()
            .filter(picture_id=picture_id)
            .order_by("pk")
            .values("pk", *COUNTERS)
        )
        found = count()
        wrong = [row["pk"] for row in places if any(row[name] != found[name] for name in found)]
        if wrong:
            for table in TABLES:
                table._default_manager.filter(picture_id=picture_id).update(**found)
    return bool(wrong)


def trend(likes: int, age: timedelta) -> float:
    """Likes of the last 30 days, weighing less the older the picture: n ÷ (hours + 2)^1.5."""
    hours = max(age.total_seconds(), 0) / 3600
    return likes / (hours + 2) ** 1.5


def recompute_trends() -> int:
    """Write how pictures trend now where it shows; of how many it changed."""
    now = timezone.now()
    rows = (
        Placement.objects.listed()
        .filter(_over("popularity_month", 0) | Q(trend__gt=0))
        .order_by("picture_id")
        .values_list("picture_id", "popularity_month", "listed_at", "trend")
    )
    wanted = {}
    for picture_id, places in groupby(rows.iterator(), key=lambda row: row[0]):
        found = list(places)
        value = trend(found[0][1], now - min(moment for _, _, moment, _ in found))
        if any(abs(said - value) > NOTICED * value for _, _, _, said in found):
            wanted[picture_id] = value
    ids = list(wanted)
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        cases = [When(picture_id=pk, then=Value(wanted[pk])) for pk in portion]
        for table in TABLES:
            table._default_manager.filter(picture_id__in=portion).update(
                trend=Case(*cases, output_field=FloatField())
            )
    return len(wanted)


def reshuffle() -> None:
    """Draw the random order of every list anew."""
    drawn = Cast(Floor(Random() * (2**31 - 1)), IntegerField())
    for table in TABLES:
        last = table._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for start in range(0, last + 1, SHUFFLED):
            rows = table._default_manager.filter(pk__gte=start, pk__lt=start + SHUFFLED)
            rows.update(shuffle=drawn)
