"""The heart on a card: drawn once in a process for each number of likes, alike for everyone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pictures.browsing import Card

DRAWN_PILLS = 8192  # less than 1 KB each


def like_tools(card: Card) -> SafeString:
    """What `pictures/_wall.html` prints on each card where it is given as `card_tools`."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(card.id, card.likes, get_language())


like_tools.do_not_call_in_templates = True  # type: ignore[attr-defined]


@lru_cache(maxsize=DRAWN_PILLS)
def _drawn(picture_id: int, likes: int, language: str | None) -> SafeString:
    context: dict[str, Any] = {"picture_id": picture_id, "likes": likes}
    return SafeString(get_template("community/_like_pill.html").render(context))


def own_like_tools(card: Card, *, csrf_token: str) -> SafeString:
    """The same on a personal page of pictures one likes, and a box to choose several."""
    context = {
        "picture_id": card.id,
        "likes": card.likes,
        "title": card.title,
        "language": card.language,
        "csrf_token": csrf_token,
    }
    return SafeString(get_template("community/_own_like.html").render(context))
