"""Subscribing to topics, people and tags, muting and ending it. As often as one wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.likes import again_after_deadlock
from community.models import NotificationKind, Subscription
from community.notifying import notify
from community.rights import is_blocked_by
from community.subscription_targets import Target
from community.taking_part import refusal

if TYPE_CHECKING:
    from accounts.models import User

MOST = 1000


class CannotSubscribeError(Exception):
    """To oneself, to somebody who blocked the member, or to more than `MOST`."""


@again_after_deadlock
def subscribe(*, user: User, target: Target) -> bool:
    """Whether it is new; a second one of the same member changes nothing.

    Raises CannotSubscribeError.
    """
    if target.kind == "person" and (user.pk == target.id or is_blocked_by(user.pk, target.id)):
        raise CannotSubscribeError
    if Subscription.objects.filter(user=user).count() >= MOST:
        raise CannotSubscribeError
    try:
        with transaction.atomic():
            Subscription.objects.create(
                user=user, created_at=timezone.now(), **{f"{target.kind}_id": target.id}
            )
            _tell(user, target)
    except IntegrityError:
        return False
    return True


def why_not_subscribed(user: Any, target: Target) -> str | None:
    """Subscribe somebody who is signed in, or tell in a sentence why not."""
    why = refusal(user, "subscribe")
    if why:
        return why
    try:
        subscribe(user=user, target=target)
    except CannotSubscribeError:
        return _("You cannot subscribe to this.")
    return None


def _tell(user: User, target: Target) -> None:
    """Once for each subscriber, however often they come and go."""
    if target.kind == "person":
        key = f"subscriber:{user.pk}"
        notify(target.id, NotificationKind.SUBSCRIBER, key=key, actor=user)


@again_after_deadlock
def unsubscribe(*, user_id: int, kind: str, target_id: int) -> bool:
    """Whether there was one to end."""
    mine = Subscription.objects.filter(user_id=user_id, **{f"{kind}_id": target_id})
    return bool(mine.delete()[0])


@again_after_deadlock
def mute(*, user_id: int, kind: str, target_id: int, muted: bool) -> bool:
    """Keep it, but show and mail nothing of it; whether there is one."""
    mine = Subscription.objects.filter(user_id=user_id, **{f"{kind}_id": target_id})
    return bool(mine.update(is_muted=muted))
