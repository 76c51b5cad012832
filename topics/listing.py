"""The list of topics in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from pictures.addresses import page_address
from pictures.copies import CardSources, grid_copies
from pictures.formats import PictureFormat
from pictures.models import Placement, Total
from pictures.visibility import hiding_paths
from topics.models import TopicIndexPage, TopicPage

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


def topic_cards(index: TopicIndexPage) -> list[TopicCard]:
    """Public topics with public pictures, the most recently fed first. Six queries."""
    hidden = hiding_paths()
    topics = [
        topic
        for topic in TopicPage.objects.filter(
            path__startswith=index.path, depth=index.depth + 1, live=True
        ).select_related("cover")
        if topic.path not in hidden
    ]
    ids = [topic.pk for topic in topics]
    totals = dict(Total.objects.filter(pk__in=ids, pictures__gt=0).values_list("pk", "pictures"))
    fresh = _fed_since(ids, timezone.now() - timedelta(days=7))
    newest = _newest_images(ids)
    copies = _copies(topics, newest)
    shown = [topic for topic in topics if topic.pk in totals]
    shown.sort(key=lambda topic: (newest[topic.pk][0][-1], topic.pk), reverse=True)
    return [_card(topic, totals, fresh, newest, copies) for topic in shown]


def _card(
    topic: TopicPage,
    totals: dict[int, int],
    fresh: dict[int, int],
    newest: dict[int, list[tuple]],
    copies: dict[tuple[int, str], CardSources],
) -> TopicCard:
    images = [row[:4] for row in newest[topic.pk] if row[0] != topic.cover_id]
    if topic.cover is not None:
        image = topic.cover
        own = (image.pk, PictureFormat.LANDSCAPE, image.dominant_colour, image.ai_generated)
        images = [own, *images]
    images = images[:COLLAGE]
    return TopicCard(
        title=topic.title,
        url=page_address(topic.url_path),
        total=totals[topic.pk],
        new_this_week=fresh.get(topic.pk, 0),
        language=topic.content_language,
        covers=[(copies[pk, format], colour) for pk, format, colour, _ in images],
        ai_generated=any(ai_generated for *_, ai_generated in images),
    )


def _fed_since(topic_ids: list[int], since) -> dict[int, int]:
    rows = Placement.objects.filter(topic_id__in=topic_ids).listed().filter(listed_at__gte=since)
    return dict(rows.values_list("topic_id").annotate(Count("pk")))


def _newest_images(topic_ids: list[int]) -> dict[int, list[tuple]]:
    """(image id, format, colour, AI-generated, listed at) of the newest pictures of each topic."""
    ranked = (
        Placement.objects.filter(topic_id__in=topic_ids)
        .listed()
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=F("topic_id"),
                order_by=[F("listed_at").desc(), F("picture_id").desc()],
            )
        )
        .filter(rank__lte=COLLAGE)
        .order_by("topic_id", "rank")
    )
    found: dict[int, list[tuple]] = defaultdict(list)
    for topic_id, *row in ranked.values_list(
        "topic_id",
        "picture__image_id",
        "picture__format",
        "picture__image__dominant_colour",
        "picture__image__ai_generated",
        "listed_at",
    ):
        found[topic_id].append(tuple(row))
    return found


def _copies(
    topics: list[TopicPage], newest: dict[int, list[tuple]]
) -> dict[tuple[int, str], CardSources]:
    images = [(pk, format) for rows in newest.values() for pk, format, *_ in rows]
    images += [(topic.cover_id, PictureFormat.LANDSCAPE) for topic in topics if topic.cover_id]
    return grid_copies(images)
