"""`GET pictures`: every public picture, by the same query as the pages; and its filters counted."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from pictures import browsing
from pictures.api.cards import Format, PictureInList, page_of
from pictures.site_lookup import home_id_of
from rest.authentication import ANYONE
from rest.paging import PageOf

router = Router(tags=["pictures"])

MOST = 60  # pictures of a page
Sort = Literal["newest", "oldest", "likes", "trending", "comments", "random", "curated"]
Period = Literal["day", "week", "month", "year", "all"]


class FilterQuery(Schema):
    """What the addresses of lists understand; `pictures.browsing` reads it from the request."""

    sort: Sort | None = Field(
        None, description="Empty: the list's own, mostly the newest first.", examples=["likes"]
    )
    period: Period = Field("all", description="With `likes`: of likes, else of publishing.")
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


class ListQuery(FilterQuery):
    after: str = Field("", max_length=500, description="`next` of the page before.")
    before: str = Field("", max_length=500, description="`previous` of the page after.")
    limit: int = Field(browsing.PAGE_SIZE, ge=1, le=MOST, description="Pictures of a page.")


@router.get("/pictures", response=PageOf[PictureInList], auth=ANYONE, operation_id="list_pictures")
def list_pictures(request: HttpRequest, query: Query[ListQuery]) -> PageOf[PictureInList]:
    """Public pictures, with every filter and order of the pages."""
    home_id = home_id_of(request)
    page = browsing.browse(request, topic_id=home_id, total=None, page_size=query.limit)
    return page_of(request, page)
