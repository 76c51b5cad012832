"""Hearts of `/me/state/`: which of the pictures on the page the member likes, and how many do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from community.answering import member_id
from community.models import Like
from pictures.models import Placement

MOST = 60


def pictures_asked(request: HttpRequest) -> list[int]:
    """The ids in `pictures=1,2,…`; what is no id is left out, and all beyond sixty."""
    words = request.GET.get("pictures", "")[: MOST * 12].split(",")
    found = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 12]
    return list(dict.fromkeys(found))[:MOST]


def likes_state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """`liked`: ids; `likes`: numbers by id, fresher than those a cache printed. Two queries."""
    asked = pictures_asked(request)
    if not asked:
        return {"liked": [], "likes": {}}
    liked = liked_among(member_id(request), asked)
    places = Placement.objects.listed().filter(picture_id__in=asked)
    return {
        "liked": sorted(liked),
        "likes": {str(pk): likes for pk, likes in places.values_list("picture_id", "popularity")},
    }


def liked_among(user_id: int, picture_ids: Collection[int]) -> set[int]:
    """Which of these pictures the member likes. One query."""
    likes = Like.objects.filter(user_id=user_id, picture_id__in=picture_ids)
    return set(likes.values_list("picture_id", flat=True))
