"""`GET topics/{id}`: a topic's words; and the pictures that hang in it, as its page lists them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from pictures import browsing
from pictures.addresses import page_address
from pictures.api.cards import PictureInList, in_lists, page_of
from pictures.api.detail import TopicRef, topic_ref
from pictures.api.ids import Id
from pictures.api.lists import ListQuery
from pictures.api.sources import Shown, shown, whole
from pictures.copies import grid_copies
from pictures.formats import PictureFormat
from pictures.list_orders import CURATED, NEWEST
from pictures.site_lookup import home_id_of
from pictures.standing import standing_of
from rest.authentication import ANYONE
from rest.paging import PageOf
from topics.blocks import expanded, parts_of, pictures_in, public_rows, shown_parts
from topics.listing import surroundings
from topics.models import TopicPage

router = Router(tags=["topics"])


class InnerTopic(TopicRef):
    language: str = Field(examples=["ko"])
    pictures: int = Field(examples=[12])


class Part(Schema):
    """Of a topic's text: what `kind` needs is there."""

    kind: str = Field(description="heading, paragraph, quote, picture or pictures")
    text: str = Field(
        default="", description="Of headings and quotes; what stands below a picture."
    )
    html: str = Field(default="", description="Of paragraphs.")
    source: str = Field(default="", description="Who said a quote.")
    pictures: list[PictureInList] = Field(default_factory=list)


class TopicDetail(Schema):
    """A topic as its page shows it."""

    id: int = Field(examples=[7])
    title: str = Field(examples=["노을과 산"])
    url: str = Field(description="Its page.")
    feed_url: str = Field(description="Atom, its newest pictures.")
    language: str = Field(description="Of its texts.", examples=["ko"])
    description: str = Field(description="HTML")
    parts: list[Part]
    curators: list[str] = Field(description="Nicknames.", examples=[["ana"]])
    outer_topics: list[TopicRef] = Field(description="Around it, the outermost first.")
    inner_topics: list[InnerTopic] = Field(description="Right inside it, in the editors' order.")
    cover: Shown | None
    pictures: int = Field(examples=[128])
    sort: str = Field(description="What its list begins with: `newest` or `curated`.")
    offers_downloads: bool


@router.get("/topics/{topic_id}", response=TopicDetail, auth=ANYONE, operation_id="get_topic")
def get_topic(request: HttpRequest, topic_id: Id) -> TopicDetail:
    """A public topic: its words, its curators, and the topics around and inside it."""
    topic = open_topic_page(topic_id)
    standing = topic.standing_now()
    parts = parts_of(topic.body)
    rows = list(public_rows(pictures_in(parts), home_id_of(request)).values())
    cover_key = (topic.cover_id or 0, str(PictureFormat.LANDSCAPE))
    copies = grid_copies([*browsing.keys(rows), *([cover_key] if topic.cover_id else [])])
    around = surroundings(topic)
    return TopicDetail(
        id=topic.pk,
        title=topic.title,
        url=whole(page_address(topic.url_path)),
        feed_url=whole(reverse("feed_topic", args=[below_index(topic)])),
        language=topic.content_language,
        description=expanded([topic.description])[0],
        parts=_parts(request, parts, browsing.cards(rows, copies)),
        curators=around.curators,
        outer_topics=[topic_ref(outer) for outer in standing.line],
        inner_topics=[_inner(row) for row in around.inner],
        cover=shown(copies[cover_key]) if topic.cover_id else None,
        pictures=standing.listed,
        sort=CURATED if standing.hand_ordered else NEWEST,
        offers_downloads=standing.offers_downloads,
    )


@router.get(
    "/topics/{topic_id}/pictures",
    response=PageOf[PictureInList],
    auth=ANYONE,
    operation_id="list_pictures_of_topic",
)
def list_pictures_of_topic(
    request: HttpRequest, topic_id: Id, query: Query[ListQuery]
) -> PageOf[PictureInList]:
    """What hangs in a topic, in its curators' order where they gave it one."""
    topic = open_topic_page(topic_id)
    page = browsing.browse(
        request,
        topic_id=topic.pk,
        total=None,
        usual=CURATED if topic.standing_now().hand_ordered else NEWEST,
        page_size=query.limit,
    )
    return page_of(request, page)


def open_topic_page(topic_id: int) -> TopicPage:
    """A topic that everyone may see, its `standing` on it; Http404 for any other. Two queries."""
    topic = TopicPage.objects.filter(pk=topic_id, live=True).first()
    standing = standing_of(topic) if topic else None
    if topic is None or standing is None or standing.withdrawn or standing.maybe_restricted:
        raise Http404
    topic.standing = standing
    return topic


def below_index(topic: TopicPage) -> str:
    """What feeds call it: its address below the index of topics."""
    return "/".join(topic.url_path.strip("/").split("/")[2:])


def _inner(row: dict[str, Any]) -> InnerTopic:
    return InnerTopic(
        id=row["id"],
        title=row["title"],
        url=whole(row["url"]),
        language=row["language"],
        pictures=row["total"],
    )


def _parts(request: HttpRequest, parts: list[Any], cards: list[browsing.Card]) -> list[Part]:
    seen = {item.id: item for item in in_lists(request, cards)}
    return [_part(part, seen) for part in shown_parts(parts, {card.id: card for card in cards})]


def _part(part: dict[str, Any], seen: dict[int, PictureInList]) -> Part:
    kind: str = part["type"]
    value: Any = part.get("value")
    if kind == "paragraph":
        return Part(kind=kind, html=part["html"])
    if kind == "picture":
        return Part(kind=kind, text=part["caption"] or "", pictures=[seen[part["card"].id]])
    if kind == "pictures":
        return Part(kind=kind, pictures=[seen[card.id] for card in part["cards"]])
    if kind == "quote":
        return Part(kind=kind, text=value["text"], source=value.get("source") or "")
    return Part(kind=kind, text=str(value))
