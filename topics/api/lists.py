"""`GET topics`: every public topic that shows pictures, each with the one above it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from pictures.api.sources import Shown, shown, whole
from pictures.cursors import Cursor, CursorError
from rest.authentication import ANYONE
from rest.paging import PageOf
from topics.listing import TopicCard, topics_page

router = Router(tags=["topics"])


class Cover(Schema):
    image: Shown
    placeholder: str = Field(description="Dominant colour `#rrggbb`.", examples=["#8a5f3c"])


class TopicFound(Schema):
    """A topic as its tile shows it."""

    id: int = Field(examples=[7])
    title: str = Field(examples=["노을과 산"])
    url: str = Field(description="Its page.")
    language: str = Field(description="Of its texts.", examples=["ko"])
    pictures: int = Field(examples=[128])
    new_this_week: int
    ai_generated: bool = Field(description="Whether one of the covers is.")
    covers: list[Cover] = Field(description="Up to three.")


class TopicInList(TopicFound):
    parent: int | None = Field(description="Id of the topic that holds it; null at the top.")


class TopicQuery(Schema):
    after: str = Field("", max_length=500, description="`next` of the page before.")
    limit: int = Field(60, ge=1, le=60, description="Topics of a page.")


@router.get("/topics", response=PageOf[TopicInList], auth=ANYONE, operation_id="list_topics")
def list_topics(request: HttpRequest, query: Query[TopicQuery]) -> PageOf[TopicInList]:
    """Public topics of every depth, the most recently fed first."""
    after, notices = _place(query.after)
    rows, has_more = topics_page(after, limit=query.limit)
    last = rows[-1] if rows and has_more else None
    return PageOf[TopicInList](
        items=[TopicInList(parent=row.parent_id, **_tile(row.card)) for row in rows],
        next=str(Cursor(last.fed_at, last.card.id)) if last else None,
        previous=None,
        notices=notices,
    )


def topic_found(card: TopicCard) -> TopicFound:
    return TopicFound(**_tile(card))


def _place(text: str) -> tuple[tuple[datetime, int] | None, list[str]]:
    try:
        cursor = Cursor.parse(text) if text else None
    except CursorError:
        return None, [_("This place in the list is not known; you see its beginning.")]
    return (cursor.value, cursor.picture_id) if cursor else None, []


def _tile(card: TopicCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "title": card.title,
        "url": whole(card.url),
        "language": card.language,
        "pictures": card.total,
        "new_this_week": card.new_this_week,
        "ai_generated": card.ai_generated,
        "covers": [
            Cover(image=shown(copies), placeholder=colour) for copies, colour in card.covers
        ],
    }
