"""The orders of a list of pictures: each is a column that has an index in every list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from pictures.cursors import Cursor, CursorError

SORTS = {
    "newest": "listed_at",
    "oldest": "listed_at",
    "trending": "trend",
    "likes": "popularity",
    "comments": "discussion",
    "random": "shuffle",
    "curated": "position",
}
PERIODS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
    "all": None,
}
NEWEST, CURATED, ALL = "newest", "curated", "all"


@dataclass(frozen=True, slots=True)
class Order:
    """`period` is when likes were given where they decide, else when pictures were published.

    `usual` is the sort of the list's own address: curated where curators ordered a topic by hand.
    """

    sort: str = NEWEST
    period: str = ALL
    usual: str = NEWEST
    columns: ClassVar[Mapping[str, str]] = SORTS

    def words(self) -> dict[str, str]:
        """What people read for each sort that this list can be asked for."""
        words = {
            "newest": _("Newest"),
            "trending": _("Trending"),
            "likes": _("Most liked"),
            "comments": _("Most commented"),
            "random": _("Random"),
            "oldest": _("Oldest"),
        }
        return {CURATED: _("Curators’ order"), **words} if self.usual == CURATED else words

    @property
    def column(self) -> str:
        column = self.columns[self.sort]
        if column == "popularity" and self.period != ALL:
            return f"{column}_{self.period}"
        return column

    @property
    def falls(self) -> bool:
        """Whether the largest value comes first."""
        return self.sort != "oldest"

    @property
    def is_part(self) -> bool:
        """Whether pictures are left out, because they were published before the period."""
        return self.sort != "likes" and self.period != ALL

    @property
    def is_indexed(self) -> bool:
        """Whether an index hands over just its members in order."""
        return not self.is_part or self.column == "listed_at"

    @property
    def kind(self) -> type:
        return {"listed_at": datetime, "created_at": datetime, "trend": float}.get(self.column, int)

    def members(self) -> Q:
        length = PERIODS[self.period] if self.is_part else None
        return Q(listed_at__gte=timezone.now() - length) if length else Q()

    def query(self) -> dict[str, str]:
        """What an address has to say for this order."""
        said = {}
        if self.sort != self.usual:
            said["sort"] = self.sort
        if self.period != ALL:
            said["period"] = self.period
        return said

    def by(self, *, backwards: bool = False) -> tuple[str, str]:
        sign = "-" if self.falls != backwards else ""
        return f"{sign}{self.column}", f"{sign}picture_id"

    def beyond(self, cursor: Cursor, *, backwards: bool = False) -> Q:
        """Rows after `cursor`. The first half alone lets the index be used."""
        side = "lt" if self.falls != backwards else "gt"
        value, picture_id = cursor.value, cursor.picture_id
        return Q(**{f"{self.column}__{side}e": value}) & (
            Q(**{f"{self.column}__{side}": value}) | Q(**{f"picture_id__{side}": picture_id})
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks of a list."""

    order: Order
    after: Cursor | None
    before: Cursor | None
    notices: tuple[str, ...]


def read_question(query: QueryDict, *, usual: str = NEWEST, kind: type[Order] = Order) -> Question:
    """Never fails: what is unknown or malformed is ignored and told.

    Only a list whose `usual` sort is curated can be asked for that; `kind` has the list's sorts.
    """
    notices = []
    sort, period = query.get("sort", usual), query.get("period") or ALL
    if sort not in kind.columns or CURATED == sort != usual:
        notices.append(
            _("This order is not known; the newest come first.")
            if usual == NEWEST
            else _("This order is not known; you see that of the curators.")
        )
        sort = usual
    if period not in PERIODS:
        notices.append(_("This period is not known; you see all of them."))
        period = ALL
    order = kind(sort, period, usual)
    cursors = {}
    for name in ("after", "before"):
        try:
            text = query.get(name)
            cursors[name] = Cursor.parse(text, order.kind) if text else None
        except CursorError:
            notices.append(_("This place in the list is not known; you see its beginning."))
            cursors[name] = None
    return Question(order, cursors["after"], cursors["before"], tuple(notices))
