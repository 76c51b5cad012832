"""What who asks has to do with pictures: the app above that knows joins here."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.http import HttpRequest

LikedAmong = Callable[[int, Collection[int]], set[int]]
_known: list[LikedAmong] = []


def register_liked(liked: LikedAmong) -> None:
    """Have `liked` say which of these pictures (ids) a member (id) likes, in one query."""
    _known[:] = [liked]


def liked_among(request: HttpRequest, picture_ids: Collection[int]) -> set[int] | None:
    """Which of the pictures who asks likes; None for a visitor. One query at most."""
    user_id = request.user.pk
    if user_id is None or not _known:
        return None
    return _known[0](user_id, picture_ids) if picture_ids else set()
