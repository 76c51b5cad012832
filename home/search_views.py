"""`/search/`: pictures, topics, people and tags that hold what somebody asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.suggestions import search_address, suggested
from limits.checking import spend
from pictures import browsing
from pictures.public_pages import same_for_everyone
from pictures.public_versions import watch
from pictures.searching import finding
from pictures.searching.asking import Asked, read
from pictures.searching.indexing import KEPT
from pictures.searching.names import find_tags, popular_tags
from pictures.site_lookup import home_id_of
from topics.searching import found_topics

PICTURES, TOPICS, PEOPLE, TAGS = "pictures", "topics", "people", "tags"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What `q` finds, in the `tab` that is asked for; without `q`, where to begin."""
    watch(request, KEPT, 0)
    home_id = home_id_of(request)
    asked = read(request.GET.get("q", ""))
    tab = request.GET.get("tab", PICTURES)
    if tab not in CONTEXTS:
        tab = PICTURES
    context: dict[str, Any] = {"asked": asked, "tab": tab, "tabs": _tabs(request, asked, tab)}
    if asked:
        spend("search", request)
        context |= CONTEXTS[tab](request, asked, home_id)
    if not context.get("is_found"):
        context["tags_used"] = popular_tags(home_id)
    return same_for_everyone(render(request, "home/search_page.html", context))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """JSON: tags, topics, people and models whose names hold what is being typed."""
    watch(request, KEPT, 0)
    asked = read(request.GET.get("q", ""))
    found = suggested(request, asked)
    return same_for_everyone(JsonResponse({"suggestions": [asdict(one) for one in found]}))


def _pictures(request: HttpRequest, asked: Asked, home_id: int) -> dict[str, Any]:
    """The page of hits that the address asks for, with the filters and orders of every list."""
    found = finding.find(asked.text, home_id)
    page = browsing.browse(
        request, topic_id=home_id, total=found.total, only=found.only, words=asked.text
    )
    return {
        "card_page": page,
        "is_narrowed": not found.is_empty and (page.filters or page.order.is_part),
        "is_found": bool(page.cards),
        "most": finding.COUNTED if found.total is None else 0,
        "fewer": _fewer(asked),
    }


def _topics(request: HttpRequest, asked: Asked, home_id: int) -> dict[str, Any]:
    cards = found_topics(asked)
    return {"topics": cards, "is_found": bool(cards)}


def _people(request: HttpRequest, asked: Asked, home_id: int) -> dict[str, Any]:
    """The template asks for them: people belong to another app."""
    return {"is_found": True}


def _tags(request: HttpRequest, asked: Asked, home_id: int) -> dict[str, Any]:
    tags = find_tags(asked, home_id)
    return {"tags": tags, "is_found": bool(tags)}


CONTEXTS: dict[str, Callable[[HttpRequest, Asked, int], dict[str, Any]]] = {
    PICTURES: _pictures,
    TOPICS: _topics,
    PEOPLE: _people,
    TAGS: _tags,
}


def _tabs(request: HttpRequest, asked: Asked, here: str) -> list[dict[str, Any]]:
    words = {
        PICTURES: _("Pictures"),
        TOPICS: _("Topics"),
        PEOPLE: _("People"),
        TAGS: _("Tags"),
    }
    return [
        {
            "url": search_address(asked.text, **({} if name == PICTURES else {"tab": name})),
            "word": word,
            "is_here": name == here,
        }
        for name, word in words.items()
    ]


def _fewer(asked: Asked) -> list[dict[str, str]]:
    """Each part with the address of the question without it."""
    if len(asked.parts) < 2:
        return []
    return [
        {"part": part.typed, "url": search_address(asked.without(part))} for part in asked.parts
    ]
