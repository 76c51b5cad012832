"""`GET pictures`: every public picture, by the same query as the pages."""

from __future__ import annotations

from typing import Literal, cast

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from pictures import browsing
from pictures.api.sources import Shown, shown, whole
from pictures.browsing import Card, CardPage
from pictures.site_lookup import site_of
from rest.authentication import ANYONE
from rest.paging import PageOf, cursor_in
from rest.problems import Problem

router = Router(tags=["pictures"])

Sort = Literal["newest", "oldest", "likes", "trending", "comments", "random"]
Period = Literal["day", "week", "month", "year", "all"]
Format = Literal["tall", "portrait", "square", "landscape", "wide"]


class ListQuery(Schema):
    """What the addresses of lists understand; `pictures.browsing` reads it from the request."""

    sort: Sort = "newest"
    period: Period = "all"
    q: str = Field("", max_length=500, description="Words, with the operators of the search page.")
    tag: list[str] = Field(default_factory=list, description="Slugs; a picture has all of them.")
    topic: str = Field("", max_length=200, description="Slug of a topic.")
    by: str = Field("", max_length=200, description="Nickname of the author.")
    model: list[str] = Field(default_factory=list, description="One of them.")
    lora: str = Field("", max_length=200)
    sampler: list[str] = Field(default_factory=list, description="One of them.")
    format: list[Format] = Field(default_factory=list, description="One of them.")
    colour: list[str] = Field(default_factory=list, description="One of them.")
    min_size: int | None = Field(None, ge=1, le=100_000, description="Shorter side, px.")
    after: str = Field("", max_length=500, description="`next` of the page before.")
    before: str = Field("", max_length=500, description="`previous` of the page after.")


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
    placeholder: str = Field(description="Dominant colour `#rrggbb`.", examples=["#8a5f3c"])
    likes: int = Field(description="May be a minute old.")
    image: Shown


@router.get("/pictures", response=PageOf[PictureInList], auth=ANYONE, operation_id="list_pictures")
def list_pictures(request: HttpRequest, query: Query[ListQuery]) -> PageOf[PictureInList]:
    """Public pictures, 24 a page, with every filter and order of the pages."""
    site = site_of(request)
    if site is None:
        raise Http404
    return page_of(browsing.browse(request, topic_id=site.root_page_id, total=None))


def page_of(page: CardPage) -> PageOf[PictureInList]:
    """A page of one of our lists, for a program. 503 where finding it was given up."""
    if page.is_too_wide:
        raise Problem(503, "too_wide")
    return PageOf[PictureInList](
        items=[in_list(card) for card in page.cards],
        next=cursor_in(page.next_url),
        previous=cursor_in(page.previous_url, "before"),
        notices=page.notices,
    )


def in_list(card: Card) -> PictureInList:
    return PictureInList(
        id=card.id,
        title=card.title,
        url=whole(card.url),
        alt=card.alt,
        author=card.author,
        format=cast(Format, card.format),
        language=card.language,
        ai_generated=card.ai_generated,
        placeholder=card.colour,
        likes=card.likes,
        image=shown(card.sources),
    )
