"""What a page's address has to know before the page is served, asked in one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures.composed import composed
from pictures.models import PicturePage, Placement, PlacementState, Sensitivity, Total
from pictures.visibility import INDEX_LEVEL, ancestor_paths, topic_path


@dataclass(frozen=True, slots=True)
class Parent:
    """The page right above."""

    id: int
    title: str
    url_path: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The public rule's answer for a page at one moment, and what its own list says of it.

    `maybe_restricted` is true also where an alias above leaves the answer to Wagtail. `listed` is
    the number of public pictures in the page's own list, `listed_at` the page's place in its
    parent's list (null: not listed there); `popularity` and `discussion` are its numbers there.
    `line` are the topics above the page, the outermost first; `hand_ordered` tells whether curators
    ordered the page's own list, `offers_downloads` what `register_refusal` has let say.
    """

    withdrawn: bool
    maybe_restricted: bool
    listed: int
    listed_at: datetime | None
    parent: Parent | None
    popularity: int = 0
    discussion: int = 0
    line: tuple[Parent, ...] = ()
    hand_ordered: bool = False
    offers_downloads: bool = True


Refusal = Callable[[], Exists]
_refusals: list[Refusal] = []


def register_refusal(refusal: Refusal) -> None:
    """Have `refusal` say of a page, `OuterRef("pk")`, that no picture at or below it is offered.

    There is one who says so: the question is part of the one query.
    """
    _refusals[:] = [refusal]


def standing_of(page: Page) -> Standing:
    """Where `page` stands now. One query."""
    found = _rows(paths=tuple(ancestor_paths(page.path)), page_id=page.pk or 0)
    rows = {row["path"]: row for row in found}
    own, above = rows.get(page.path), rows.get(topic_path(page.path))
    now = timezone.now()
    return Standing(
        withdrawn=any(_is_gone(row, now) for row in rows.values()),
        maybe_restricted=any(row["restricted"] or row["alias_of_id"] for row in rows.values()),
        listed=own["listed"] or 0 if own else 0,
        listed_at=above["place"] if above else None,
        parent=_named(above) if above else None,
        popularity=(above["popularity"] or 0) if above else 0,
        discussion=(above["discussion"] or 0) if above else 0,
        hand_ordered=bool(own and own["ordered"]),
        offers_downloads=not any(row["refused"] for row in rows.values()),
        line=tuple(
            _named(row)
            for path, row in rows.items()
            if path != page.path and len(path) > INDEX_LEVEL * Page.steplen
        ),
    )


def _named(row: dict[str, Any]) -> Parent:
    return Parent(row["id"], row["title"], row["url_path"])


def _refused() -> Exists | Value:
    return _refusals[0]() if _refusals else Value(False, output_field=BooleanField())


@composed
def _rows(*, paths: tuple[str, ...], page_id: int) -> QuerySet[Page, dict[str, Any]]:
    """A page and every page above it."""
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    hidden = PicturePage.objects.filter(
        pk=OuterRef("pk"), image__sensitivity=Sensitivity.HIDDEN
    ).order_by()
    place = Placement.objects.filter(
        topic_id=OuterRef("pk"), picture_id=page_id, state=PlacementState.PLACED
    )
    ordered = Placement.objects.filter(
        topic_id=OuterRef("pk"), state=PlacementState.PLACED, position__gt=0
    ).order_by()
    return (
        Page.objects.filter(path__in=paths)
        .order_by("path")
        .annotate(
            restricted=Exists(restrictions),
            hidden=Exists(hidden),
            listed=Subquery(Total.objects.filter(pk=OuterRef("pk")).values("pictures")[:1]),
            place=Subquery(place.values("listed_at")[:1]),
            popularity=Subquery(place.values("popularity")[:1]),
            discussion=Subquery(place.values("discussion")[:1]),
            ordered=Exists(ordered),
            refused=_refused(),
        )
        .values(
            *("id", "path", "title", "url_path", "live", "expire_at", "alias_of_id"),
            *("restricted", "hidden", "listed", "place", "popularity", "discussion"),
            *("ordered", "refused"),
        )
    )


def _is_gone(row: dict[str, Any], now: datetime) -> bool:
    over = row["expire_at"] is not None and row["expire_at"] <= now
    return over or not row["live"] or row["hidden"]
