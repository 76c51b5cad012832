"""Liking a picture and taking it back: the row and the picture's numbers in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from community.models import Like
from community.notifying import notify_of_like
from pictures import scores

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 6
DEADLOCKS = {1205, 1213}  # MariaDB: waited too long for a lock, chosen to end a deadlock


def again_after_deadlock(change: Callable[P, R]) -> Callable[P, R]:
    """Repeat the transaction that the database gave up so that another could go on."""

    @wraps(change)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(ATTEMPTS - 1):
            try:
                return change(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not _is_deadlock(error):
                    raise
        return change(*args, **kwargs)

    return repeated


def _is_deadlock(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "pgcode", None)
    return state == "40P01" or bool(error.args and error.args[0] in DEADLOCKS)


@again_after_deadlock
def like_picture(*, user_id: int, picture_id: int) -> bool:
    """Whether it is new; a second like of the same member changes nothing."""
    now = timezone.now()
    try:
        with transaction.atomic():
            Like.objects.create(user_id=user_id, picture_id=picture_id, created_at=now)
            scores.add_likes(picture_id, 1, given_at=now)
            notify_of_like(picture_id=picture_id, actor_id=user_id)
    except IntegrityError:
        return False
    return True


@again_after_deadlock
def unlike_picture(*, user_id: int, picture_id: int) -> bool:
    """Whether there was one to take back."""
    with transaction.atomic():
        like = Like.objects.filter(user_id=user_id, picture_id=picture_id).first()
        if like is None or not Like.objects.filter(pk=like.pk).delete()[0]:
            return False
        scores.add_likes(picture_id, -1, given_at=like.created_at)
    return True


def unlike_everything(*, user_id: int) -> None:
    """All of a member's likes, picture by picture."""
    for picture_id in Like.objects.filter(user_id=user_id).values_list("picture_id", flat=True):
        unlike_picture(user_id=user_id, picture_id=picture_id)
