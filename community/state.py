"""What `/me/state/` tells of people: composed of what each feature tells.

A part takes the request and the page that is looked at, and answers keys of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from community.collection_state import collection_state
from community.comment_state import comments_state
from community.like_state import likes_state
from community.people_state import people_state
from community.subscription_state import subscription_state

Part = Callable[[HttpRequest, Page | None], dict[str, Any]]

PARTS: list[Part] = [
    comments_state,
    likes_state,
    collection_state,
    subscription_state,
    people_state,
]


def state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """Of somebody signed in."""
    answer: dict[str, Any] = {}
    for part in PARTS:
        answer |= part(request, page)
    return answer
