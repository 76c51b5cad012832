"""The list of topics in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pictures.addresses import page_address
from pictures.copies import CardSources, grid_copies
from pictures.formats import PictureFormat
from pictures.models import Placement, Total
from topics.models import TopicPage

COLLAGE = 3


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic in the list. `covers` are up to three copies with the colour behind each:

    the editor's cover and the two newest pictures, or the three newest.
    """

    title: str
    url: str
    total: int
    new_this_week: int
    language: str
    covers: list[tuple[CardSources, str]]
    ai_generated: bool


def topic_cards() -> list[TopicCard]:
    """Public topics with public pictures, the most recently fed first. Four queries.

    Whether the page that lists them is public itself is the caller's question.
    """
    topics = list(_shown_topics(timezone.now()))
    newest = _newest_images(topics)
    fresh = _fed_since([topic.pk for topic in topics], timezone.now() - timedelta(days=7))
    copies = _copies(topics, newest)
    shown = [topic for topic in topics if newest[topic.pk]]
    shown.sort(key=lambda topic: (newest[topic.pk][0][-1], topic.pk), reverse=True)
    return [_card(topic, fresh.get(topic.pk, 0), newest[topic.pk], copies) for topic in shown]


def _shown_topics(now: datetime) -> QuerySet[TopicPage]:
    """Topics with `total` and the ids of their newest placements, `newest_0` to `newest_2`.

    One look into the index a topic and column: a window over all placements would visit them all.
    """
    newest = (
        Placement.objects.filter(topic_id=OuterRef("pk"))
        .listed()
        .order_by("-listed_at", "-picture_id")
        .values("pk")
    )
    return (
        TopicPage.objects.filter(Q(expire_at=None) | Q(expire_at__gt=now), live=True)
        .annotate(
            total=Subquery(Total.objects.filter(pk=OuterRef("pk")).values("pictures")[:1]),
            **{f"newest_{place}": Subquery(newest[place : place + 1]) for place in range(COLLAGE)},
        )
        .filter(~Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk"))), total__gt=0)
        .select_related("cover")
        .order_by()
    )


def _card(
    topic: TopicPage, fresh: int, newest: list[tuple], copies: dict[tuple[int, str], CardSources]
) -> TopicCard:
    images = [row[:4] for row in newest if row[0] != topic.cover_id]
    if topic.cover is not None:
        image = topic.cover
        own = (image.pk, PictureFormat.LANDSCAPE, image.dominant_colour, image.ai_generated)
        images = [own, *images]
    images = images[:COLLAGE]
    return TopicCard(
        title=topic.title,
        url=page_address(topic.url_path),
        total=topic.total,
        new_this_week=fresh,
        language=topic.content_language,
        covers=[(copies[pk, format], colour) for pk, format, colour, _ in images],
        ai_generated=any(ai_generated for *_, ai_generated in images),
    )


def _fed_since(topic_ids: list[int], since: datetime) -> dict[int, int]:
    rows = Placement.objects.filter(topic_id__in=topic_ids).listed().filter(listed_at__gte=since)
    return dict(rows.values_list("topic_id").annotate(Count("pk")))


def _newest_images(topics: list[TopicPage]) -> dict[int, list[tuple]]:
    """(image id, format, colour, AI-generated, listed at) of the newest pictures of each topic."""
    places = range(COLLAGE)
    ids = [getattr(topic, f"newest_{place}") for topic in topics for place in places]
    rows = Placement.objects.filter(pk__in=[pk for pk in ids if pk]).values_list(
        "topic_id",
        "picture__image_id",
        "picture__format",
        "picture__image__dominant_colour",
        "picture__image__ai_generated",
        "listed_at",
    )
    found: dict[int, list[tuple]] = defaultdict(list)
    for topic_id, *row in rows.order_by("-listed_at", "-picture_id"):
        found[topic_id].append(tuple(row))
    return found


def _copies(
    topics: list[TopicPage], newest: dict[int, list[tuple]]
) -> dict[tuple[int, str], CardSources]:
    images = [(pk, format) for rows in newest.values() for pk, format, *_ in rows]
    images += [(topic.cover_id, PictureFormat.LANDSCAPE) for topic in topics if topic.cover_id]
    return grid_copies(images)
