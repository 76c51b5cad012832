"""Telling members what concerns them. Whoever makes it happen calls `notify` in its transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import Block, Comment, Like, Notification, NotificationKind
from community.models.notification import DECISIONS
from community.notification_mail import put_mail
from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User


def notify(
    user_id: int | None,
    kind: str,
    *,
    key: str,
    actor: User | None = None,
    picture: PicturePage | None = None,
    comment: Comment | None = None,
    outcome: str = "",
    reason: str = "",
) -> None:
    """Tell `user_id` once what `key` names, by mail too where they want that.

    Never of what somebody does themselves, nor of what people do whom they blocked; None, an
    account that is gone, is told nothing. Likes are summed up, one line a picture and day, counted
    after the transaction that gives them.
    """
    if user_id is None or (actor is not None and not _hears(user_id, actor.pk, kind)):
        return
    if kind == NotificationKind.LIKE:
        if picture is not None and actor is not None:
            notify_of_like(picture_id=picture.pk, actor_id=actor.pk)
        return
    notification, is_new = Notification.objects.get_or_create(
        user_id=user_id,
        key=key[:80],
        defaults={
            "kind": kind,
            "actor": actor,
            "picture": picture,
            "comment": comment,
            "outcome": outcome,
            "reason": reason[:500],
            "created_at": timezone.now(),
        },
    )
    if is_new:
        put_mail(notification)


def _hears(user_id: int, actor_id: int, kind: str) -> bool:
    """Who decides on something cannot be shut out by blocking them."""
    if actor_id == user_id:
        return False
    if kind in DECISIONS:
        return True
    return not Block.objects.filter(user_id=user_id, blocked_id=actor_id).exists()


def notify_of_like(*, picture_id: int, actor_id: int) -> None:
    """Tell the picture's author once the like is given; that this fails harms no like."""
    transaction.on_commit(lambda: _sum_up_likes(picture_id, actor_id), robust=True)


def _sum_up_likes(picture_id: int, actor_id: int) -> None:
    """Today's line about the likes of a picture. It is new again only when there are more."""
    authors = PicturePage.objects.filter(pk=picture_id).values_list("author_id", flat=True)
    user_id = authors.first()
    if user_id is None or not _hears(user_id, actor_id, NotificationKind.LIKE):
        return
    now = timezone.localtime()
    count = _likes_of_others(user_id, picture_id, now)
    if not count:
        return
    more = {"count": count, "actor_id": actor_id, "created_at": now, "seen_at": None}
    row, is_new = Notification.objects.get_or_create(
        user_id=user_id,
        key=f"likes:{picture_id}:{now:%Y-%m-%d}",
        defaults={"kind": NotificationKind.LIKE, "picture_id": picture_id, **more},
    )
    if not is_new:
        Notification.objects.filter(pk=row.pk, count__lt=count).update(**more)


def _likes_of_others(user_id: int, picture_id: int, now: datetime) -> int:
    """Given since midnight, by people whom `user_id` did not block."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    blocked = Block.objects.filter(user_id=user_id).values("blocked_id")
    likes = Like.objects.filter(picture_id=picture_id, created_at__gte=midnight)
    return likes.exclude(Q(user_id=user_id) | Q(user_id__in=blocked)).count()
