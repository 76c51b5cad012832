"""Everything a member subscribes to, for their own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community.models import Profile, Subscription
from community.subscription_targets import (
    KINDS,
    Target,
    person_target,
    tag_target,
    topic_target,
)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """`target.url` is empty for what is no longer shown: it can still be ended."""

    target: Target
    is_muted: bool


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    heading: str
    entries: list[Subscribed]


COLUMNS = (
    *("is_muted", "topic_id", "topic__title", "topic__url_path", "topic__content_language"),
    *("person_id", "person__public_name", "tag_id", "tag__name", "tag__slug", "is_shown"),
)


def subscribed(user_id: int) -> list[Group]:
    """Topics, people, tags, each by name. One query."""
    rows = Subscription.objects.filter(user_id=user_id).annotate(is_shown=_is_shown())
    entries = [Subscribed(_target(row), row["is_muted"]) for row in rows.values(*COLUMNS)]
    entries.sort(key=lambda entry: (entry.target.title.casefold(), entry.target.id))
    groups = (
        Group(kind, str(heading), [entry for entry in entries if entry.target.kind == kind])
        for kind, heading in KINDS.items()
    )
    return [group for group in groups if group.entries]


def _is_shown() -> Q:
    """A tag always is; a topic while it is public, a person while they may be looked up."""
    closed = PageViewRestriction.objects.filter(page_id=OuterRef("topic_id"))
    expired = Q(topic__expire_at__lte=timezone.now())
    shown = Profile.objects.shown().filter(user_id=OuterRef("person_id"))
    return Q(
        Q(tag_id__isnull=False)
        | (Q(topic__live=True) & ~expired & ~Exists(closed))
        | Q(Exists(shown))
    )


def _target(row: dict[str, Any]) -> Target:
    if row["topic_id"]:
        names = ("topic_id", "topic__title", "topic__url_path", "topic__content_language")
        target = topic_target(*(row[name] for name in names))
    elif row["person_id"]:
        target = person_target(row["person_id"], row["person__public_name"])
    else:
        target = tag_target(row["tag_id"], row["tag__name"], row["tag__slug"])
    if row["is_shown"]:
        return target
    return Target(target.kind, target.id, target.title, "", target.language)
