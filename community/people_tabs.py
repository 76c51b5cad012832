"""What somebody's page shows: their pictures, what they collected, what they like, about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from community.collection_lists import public_of, tiles
from community.models import Profile
from community.works import liked_page, works_page
from pictures.addresses import page_address
from pictures.visibility import ancestor_paths, hiding_paths
from topics.models import TopicPage

Context = Callable[[HttpRequest, Profile, int, int], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` of its address, `word` on it, and what its template is given."""

    name: str
    word: Promise
    context: Context


def _works(request: HttpRequest, profile: Profile, home_id: int, total: int) -> dict[str, Any]:
    return {"card_page": works_page(request, profile.user_id, home_id, total)}


def _collections(
    request: HttpRequest, profile: Profile, home_id: int, total: int
) -> dict[str, Any]:
    return {"tiles": tiles(public_of(profile.user_id), home_id)}


def _likes(request: HttpRequest, profile: Profile, home_id: int, total: int) -> dict[str, Any]:
    return {"card_page": liked_page(request, profile.user_id, home_id)}


def _about(request: HttpRequest, profile: Profile, home_id: int, total: int) -> dict[str, Any]:
    return {}


TABS: dict[str, Tab] = {
    "works": Tab("person", pgettext_lazy("of a person", "Pictures"), _works),
    "collections": Tab(
        "person_collections", pgettext_lazy("of a person", "Collections"), _collections
    ),
    "likes": Tab("person_likes", pgettext_lazy("of a person", "Likes"), _likes),
    "about": Tab("person_about", pgettext_lazy("of a person", "About"), _about),
}


def tabs_of(profile: Profile, here: str) -> list[dict[str, Any]]:
    """The tabs of this person; likes only where they show them."""
    return [
        {
            "url": reverse(tab.name, args=[profile.nickname]),
            "word": tab.word,
            "is_here": key == here,
        }
        for key, tab in TABS.items()
        if key != "likes" or profile.likes_are_public
    ]


def curated_topics(user_id: int) -> list[dict[str, str]]:
    """The public topics that name this person as a curator. Three queries, one if there is none."""
    topics = TopicPage.objects.filter(curators=user_id, live=True).order_by("title")
    rows = list(topics.values_list("title", "url_path", "path", "content_language"))
    if not rows:
        return []
    hidden = hiding_paths(row[2] for row in rows)
    return [
        {"title": title, "url": page_address(url_path), "language": language}
        for title, url_path, path, language in rows
        if hidden.isdisjoint(ancestor_paths(path))
    ]
