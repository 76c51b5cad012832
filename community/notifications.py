"""A member's notifications: pages of them, how many are unseen, and seeing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from community.keyset import after_query, older_than, read_cursor
from community.models import Notification
from community.notification_words import Notice, notice
from community.people import NOBODY, people

PAGE_SIZE = 30
MOST_COUNTED = 100
KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """`is_known` is False for a place in the list that was not understood."""

    notices: list[Notice]
    next_query: str
    is_first: bool
    is_known: bool


def notice_page(user_id: int, query: QueryDict) -> NoticePage:
    """The page that the address asks for, the newest first. Two queries."""
    cursor, is_known = read_cursor(query)
    rows = Notification.objects.of(user_id).shown()
    if cursor is not None:
        rows = rows.filter(older_than(cursor, "created_at", "id"))
    rows = rows.select_related("picture", "comment").order_by("-created_at", "-id")
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    persons = people(row.actor_id for row in shown)
    return NoticePage(
        notices=[notice(row, persons.get(row.actor_id or 0, NOBODY)) for row in shown],
        next_query=after_query(shown[-1].created_at, shown[-1].pk) if found[PAGE_SIZE:] else "",
        is_first=cursor is None,
        is_known=is_known,
    )


def count_unseen(user_id: int) -> int:
    """At most `MOST_COUNTED`. One query."""
    unseen = Notification.objects.of(user_id).unseen().shown().order_by()
    return len(unseen.values("pk")[:MOST_COUNTED])


def mark_seen(user_id: int, notification_id: int | None = None) -> None:
    """One of them, or all."""
    unseen = Notification.objects.of(user_id).unseen()
    if notification_id is not None:
        unseen = unseen.filter(pk=notification_id)
    unseen.update(seen_at=timezone.now())


def forget_old() -> int:
    """Delete what happened more than a year ago; how many."""
    return Notification.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
