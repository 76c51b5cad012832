"""What a page's address has to know before the page is served, asked in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures.models import Placement, PlacementState, Total
from pictures.visibility import ancestor_paths, topic_path


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
    parent's list (null: not listed there).
    """

    withdrawn: bool
    maybe_restricted: bool
    listed: int
    listed_at: datetime | None
    parent: Parent | None


def standing_of(page: Page) -> Standing:
    """Where `page` stands now. One query."""
    rows = {row["path"]: row for row in _rows(page)}
    own, above = rows.get(page.path), rows.get(topic_path(page.path))
    now = timezone.now()
    return Standing(
        withdrawn=any(not row["live"] or _is_over(row["expire_at"], now) for row in rows.values()),
        maybe_restricted=any(row["restricted"] or row["alias_of_id"] for row in rows.values()),
        listed=own["listed"] or 0 if own else 0,
        listed_at=above["place"] if above else None,
        parent=Parent(above["id"], above["title"], above["url_path"]) if above else None,
    )


def _rows(page: Page) -> QuerySet[Page, dict[str, Any]]:
    """`page` and every page above it."""
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    place = Placement.objects.filter(
        topic_id=OuterRef("pk"), picture_id=page.pk or 0, state=PlacementState.PLACED
    )
    return (
        Page.objects.filter(path__in=ancestor_paths(page.path))
        .order_by("path")
        .annotate(
            restricted=Exists(restrictions),
            listed=Subquery(Total.objects.filter(pk=OuterRef("pk")).values("pictures")[:1]),
            place=Subquery(place.values("listed_at")[:1]),
        )
        .values(
            *("id", "path", "title", "url_path", "live", "expire_at", "alias_of_id"),
            *("restricted", "listed", "place"),
        )
    )


def _is_over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
