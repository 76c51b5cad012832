"""Pictures in lists, as programs get them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from pictures.api.engagement import liked_among
from pictures.api.sources import Shown, shown, whole
from pictures.browsing import Card, CardPage
from rest.paging import PageOf, cursor_in
from rest.problems import Problem

Format = Literal["tall", "portrait", "square", "landscape", "wide"]


class PictureInList(Schema):
    """What a card shows."""

    id: int = Field(examples=[42])
    title: str = Field(examples=["물가의 마지막 빛"])
    url: str = Field(description="Its page.", examples=["https://gallery.example/topics/a/b/"])
    alt: str = Field(description="What is to be seen, in words; may be empty.")
    author: str = Field(description="Nickname or name; empty where none is given.")
    format: Format
    language: str = Field(description="Of title and words.", examples=["ko"])
    ai_generated: bool
    sensitive: bool = Field(description="Its `sources` are blurred; show `real` only when asked.")
    placeholder: str = Field(description="Dominant colour `#rrggbb`.", examples=["#8a5f3c"])
    likes: int = Field(description="May be a minute old.")
    comments: int = Field(description="May be a minute old.")
    liked: bool | None = Field(default=None, description="By who asks; null for a visitor.")
    image: Shown


def page_of(request: HttpRequest, page: CardPage) -> PageOf[PictureInList]:
    """A page of one of our lists, for a program. 503 where finding it was given up."""
    if page.is_too_wide:
        raise Problem(503, "too_wide")
    return PageOf[PictureInList](
        items=in_lists(request, page.cards),
        next=cursor_in(page.next_url),
        previous=cursor_in(page.previous_url, "before"),
        notices=page.notices,
    )


def in_lists(request: HttpRequest, cards: Iterable[Card]) -> list[PictureInList]:
    """Cards with what who asks has to do with them. One query, none for a visitor."""
    cards = list(cards)
    liked = liked_among(request, [card.id for card in cards])
    return [in_list(card, None if liked is None else card.id in liked) for card in cards]


def in_list(card: Card, liked: bool | None) -> PictureInList:
    return PictureInList(
        id=card.id,
        title=card.title,
        url=whole(card.url),
        alt=card.alt,
        author=card.author,
        format=cast(Format, card.format),
        language=card.language,
        ai_generated=card.ai_generated,
        sensitive=card.sources.covered is not None,
        placeholder=card.colour,
        likes=card.likes,
        comments=card.comments,
        liked=liked,
        image=shown(card.sources),
    )
