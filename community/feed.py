"""The pictures of what a member subscribes to: each once, the newest first.

They are looked up in the list of all pictures, where each public one has exactly one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from community.keyset import after_query, older_than, read_cursor
from community.models import Block, Profile, SensitiveContent, Subscription
from pictures import browsing
from pictures.browsing import Card, Row
from pictures.copies import grid_copies
from pictures.models import PictureTag, Placement, Sensitivity

PAGE_SIZE = 24
MOST_COUNTED = 100  # one more than what is told exactly


@dataclass(frozen=True, slots=True)
class Day:
    """Pictures of one day. `starts_seen`: those from here on were there at the last visit."""

    day: date
    cards: list[Card]
    starts_seen: bool = False


@dataclass(slots=True)
class FeedPage:
    """`new` is how many came since `since`, at most `MOST_COUNTED`; `newest` is the first's time.

    `is_known` is False for a place in the list that was not understood.
    """

    days: list[Day]
    since: datetime
    new: int = 0
    newest: datetime | None = None
    next_query: str = ""
    is_first: bool = True
    is_known: bool = True
    cards: list[Card] = field(default_factory=list)


def feed(profile: Profile, home_id: int) -> QuerySet[Placement]:
    """Rows of the list `home_id` that belong to what is subscribed to and not muted."""
    user_id = profile.user_id
    mine = Subscription.objects.filter(user_id=user_id, is_muted=False)
    in_topics = Placement.objects.listed().filter(topic_id__in=_targets(mine, "topic"))
    tagged = PictureTag.objects.filter(tag_id__in=_targets(mine, "tag"))
    shown = Profile.objects.shown().filter(user_id__in=_targets(mine, "person"))
    wanted = (
        Q(picture_id__in=in_topics.values("picture_id"))
        | Q(picture__author_id__in=shown.values("user_id"))
        | Q(picture_id__in=tagged.values("content_object_id"))
    )
    blocked = Block.objects.filter(user_id=user_id, blocked_id=OuterRef("picture__author_id"))
    rows = Placement.objects.in_topic(home_id).listed().filter(wanted, ~Exists(blocked))
    if profile.sensitive_content == SensitiveContent.HIDE:
        rows = rows.filter(picture__image__sensitivity=Sensitivity.NONE)
    return rows


def _targets(mine: QuerySet[Subscription], kind: str) -> QuerySet:
    return mine.filter(**{f"{kind}__isnull": False}).values(f"{kind}_id")


def last_visit(profile: Profile) -> datetime:
    """Up to when everything is seen; to a new member nothing older is new."""
    return profile.feed_seen_at or profile.created_at


def count_new(profile: Profile, home_id: int) -> int:
    """How many are unseen, at most `MOST_COUNTED`. One query."""
    fresh = feed(profile, home_id).filter(listed_at__gt=last_visit(profile)).order_by()
    return len(fresh.values("pk")[:MOST_COUNTED])


def feed_page(profile: Profile, home_id: int, query: QueryDict) -> FeedPage:
    """The page that the address asks for. Three queries: rows, copies, how many are new."""
    page = FeedPage(days=[], since=last_visit(profile))
    cursor, page.is_known = read_cursor(query)
    rows = feed(profile, home_id)
    if cursor is not None:
        rows = rows.filter(older_than(cursor, "listed_at", "picture_id"))
        page.is_first = False
    found = list(
        rows.order_by("-listed_at", "-picture_id").values(*browsing.COLUMNS)[: PAGE_SIZE + 1]
    )
    shown = found[:PAGE_SIZE]
    page.cards = browsing.cards(shown, grid_copies(browsing.keys(shown)))
    page.days = _days(
        shown, page.cards, page.since, after_new=cursor is not None and cursor.value > page.since
    )
    page.new = count_new(profile, home_id)
    if shown and page.is_first:
        page.newest = shown[0]["listed_at"]
    if len(found) > PAGE_SIZE:
        page.next_query = after_query(shown[-1]["listed_at"], shown[-1]["picture_id"])
    return page


def _days(rows: list[Row], cards: Iterable[Card], since: datetime, *, after_new: bool) -> list[Day]:
    """By day of the site's time zone, parted where the last visit was.

    `after_new`: something new stands before these rows.
    """
    days = []
    pairs = zip(rows, cards, strict=True)
    any_new = after_new
    for (day, is_new), group in groupby(pairs, lambda pair: _place(pair[0], since)):
        starts_seen = any_new and not is_new
        days.append(Day(day, [card for _, card in group], starts_seen))
        any_new = is_new
    return days


def _place(row: Row, since: datetime) -> tuple[date, bool]:
    return timezone.localdate(row["listed_at"]), row["listed_at"] > since


def mark_seen(user_id: int, until: datetime) -> None:
    """Everything up to `until` is seen; never less than before, never what is yet to come."""
    until = min(until, timezone.now())
    not_later = Q(feed_seen_at=None) | Q(feed_seen_at__lt=until)
    Profile.objects.filter(not_later, user_id=user_id).update(feed_seen_at=until)
