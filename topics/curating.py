"""What the screens of curators share: who may enter, which tiles they see, what they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pictures import browsing
from pictures.copies import grid_copies
from pictures.models import Placement
from topics.hanging import may_hang
from topics.models import TopicPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture on a curator's screen; `picture` has neither copies nor words of others."""

    picture: browsing.Card
    thumbnail: str
    position: int


def curator(request: HttpRequest) -> AbstractUser:
    """Who asks; a view of the admin has turned away whoever is not signed in."""
    return cast("AbstractUser", request.user)


def topic_to_curate(request: HttpRequest, topic_id: int) -> TopicPage:
    """The topic, for who decides what hangs in it."""
    topic = get_object_or_404(TopicPage, pk=topic_id)
    if not may_hang(request.user, topic):
        raise PermissionDenied
    return topic


def tiles(places: Iterable[Placement]) -> list[Tile]:
    """Of placements, in their order. Two queries."""
    ids = [place.pk for place in places]
    found = {
        row["pk"]: row
        for row in Placement.objects.filter(pk__in=ids).values("pk", "position", *browsing.COLUMNS)
    }
    rows = [found[pk] for pk in ids if pk in found]
    cards = browsing.cards(rows, grid_copies(browsing.keys(rows)))
    return [
        Tile(card, _thumbnail(card), row["position"]) for card, row in zip(cards, rows, strict=True)
    ]


def _thumbnail(card: browsing.Card) -> str:
    """The smallest copy; curators see sensitive pictures as they are."""
    sources = card.sources.real if card.sources else None
    return sources.by_format["jpeg"][0].url if sources else ""


def breadcrumbs(topic: TopicPage, label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("wagtailadmin_pages:edit", args=[topic.pk]), "label": topic.title},
        {"url": "", "label": label},
    ]


def number(text: str | None) -> int | None:
    """An id that was sent; None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def answer(request: HttpRequest, words: str, *, problem: bool = False, **more: Any) -> HttpResponse:
    """To a script as JSON, to a form as a message on the screen it came from."""
    if request.headers.get("Accept", "").startswith("application/json"):
        said = {"problem" if problem else "words": words, **more}
        return JsonResponse(said, status=409 if problem else 200)
    (messages.error if problem else messages.success)(request, words)
    return redirect(request.get_full_path())
