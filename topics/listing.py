"""The list of topics in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures.addresses import page_address
from pictures.composed import composed
from pictures.copies import CardSources, grid_copies
from pictures.formats import PictureFormat
from pictures.models import Placement, Sensitivity, Total
from pictures.visibility import ancestor_paths, hiding_paths
from topics.models import TopicPage

COLLAGE = 3


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic in the list. `covers` are up to three copies with the colour behind each:

    the editor's cover and the two newest pictures, or the three newest.
    """

    id: int
    title: str
    url: str
    total: int
    new_this_week: int
    language: str
    covers: list[tuple[CardSources, str]]
    ai_generated: bool


def topic_cards(page: Page) -> list[TopicCard]:
    """Public topics right below `page`, the most recently fed first. Four queries.

    Only those that show pictures, of their own or of topics inside them.

    Whether the page that lists them is public itself is the caller's question.
    """
    topics = (topic for topic in _shown_topics() if _is_right_below(page, topic.path))
    return _cards(list(topics))


@dataclass(frozen=True, slots=True)
class TopicInTree:
    """`parent_id` is that of the topic right above, None at the top; `fed_at` of its newest."""

    card: TopicCard
    parent_id: int | None
    fed_at: datetime


def topics_page(
    after: tuple[datetime, int] | None, *, limit: int
) -> tuple[list[TopicInTree], bool]:
    """Public topics that show pictures, of every depth, the most recently fed first; whether there
    are more. `after` is the place of the last one seen. Six queries.
    """
    topics = list(_shown_topics())
    hidden = hiding_paths(topic.path for topic in topics)
    topics = [topic for topic in topics if hidden.isdisjoint(ancestor_paths(topic.path))]
    newest = _newest_images(topics)
    ids = {topic.path: topic.pk for topic in topics}
    fed = {topic: (newest[topic.pk][0][-1], topic.pk) for topic in topics if newest[topic.pk]}
    left = [topic for topic in fed if after is None or fed[topic] < after]
    left.sort(key=lambda topic: fed[topic], reverse=True)
    shown = left[:limit]
    fresh = _fed_since([topic.pk for topic in shown], timezone.now() - timedelta(days=7))
    copies = _copies(shown, newest)
    rows = [
        TopicInTree(
            _card(topic, fresh.get(topic.pk, 0), newest[topic.pk], copies),
            ids.get(topic.path[: -topic.steplen]),
            fed[topic][0],
        )
        for topic in shown
    ]
    return rows, len(left) > limit


def cards_of(topic_ids: Iterable[int]) -> list[TopicCard]:
    """The same of these topics, wherever they lie, where they show pictures. Four queries."""
    return _cards(list(_shown_topics().filter(pk__in=list(topic_ids))))


def _cards(topics: list[TopicPage]) -> list[TopicCard]:
    newest = _newest_images(topics)
    fresh = _fed_since([topic.pk for topic in topics], timezone.now() - timedelta(days=7))
    copies = _copies(topics, newest)
    shown = [topic for topic in topics if newest[topic.pk]]
    shown.sort(key=lambda topic: (newest[topic.pk][0][-1], topic.pk), reverse=True)
    return [_card(topic, fresh.get(topic.pk, 0), newest[topic.pk], copies) for topic in shown]


class PickedTopics:
    """Topics that somebody chose, in that order, where they show pictures. Two queries.

    `keys` are the copies that the cards need, to be looked up with those of other things.
    """

    def __init__(self, topic_ids: list[int]) -> None:
        found = {topic.pk: topic for topic in _shown_topics().filter(pk__in=topic_ids)}
        self._topics = [found[pk] for pk in dict.fromkeys(topic_ids) if pk in found]
        self._newest = _newest_images(self._topics) if self._topics else {}
        self.keys = _copy_keys(self._topics, self._newest)

    def cards(self, copies: dict[tuple[int, str], CardSources]) -> dict[int, TopicCard]:
        return {
            topic.pk: _card(topic, 0, self._newest[topic.pk], copies)
            for topic in self._topics
            if self._newest[topic.pk]
        }


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names of a topic's curators, and the public topics right inside it that show pictures."""

    curators: list[str]
    inner: list[dict[str, object]]


def surroundings(topic: TopicPage) -> Surroundings:
    """One query of two parts: what each has to tell is a handful of rows.

    Topics are in the editors' order. Whether `topic` is public itself is the caller's question.
    """
    found: dict[str, list[tuple]] = {"topic": [], "curator": []}
    for kind, *row in _surrounding(topic_id=topic.pk or 0, now=timezone.now()):
        found[kind].append(tuple(row))
    return Surroundings(
        curators=sorted(row[0] for row in found["curator"]),
        inner=[
            {
                "id": pk,
                "title": title,
                "url": page_address(url_path),
                "language": language,
                "total": total,
            }
            for path, title, url_path, language, total, pk in sorted(found["topic"])
            if _is_right_below(topic, path)
        ],
    )


@composed
def _surrounding(*, topic_id: int, now: datetime) -> QuerySet[Any]:
    columns = ("path", "title", "url_path", "content_language", "total", "pk")
    inner = _public_topics(now).order_by()
    told = inner.values_list(_word("topic"), *(F(name) for name in columns))
    named = TopicPage.curators.through.objects.filter(topicpage_id=topic_id).exclude(
        user__public_name=""
    )
    curators = named.order_by().values_list(
        *(_word("curator"), F("user__public_name"), _word(""), _word(""), _word("")),
        *(Value(0), Value(0)),
    )
    return told.union(curators, all=True)


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _is_right_below(page: Page, path: str) -> bool:
    """Asked of all topics here: in SQL, a database would walk through every picture to find out."""
    return len(path) == len(page.path) + page.steplen and path.startswith(page.path)


def _shown_topics() -> QuerySet[TopicPage]:
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
        _public_topics(timezone.now())
        .annotate(
            **{f"newest_{place}": Subquery(newest[place : place + 1]) for place in range(COLLAGE)}
        )
        .select_related("cover")
        .order_by()
    )


def _public_topics(now: datetime) -> QuerySet[TopicPage]:
    """Topics that are public themselves and show pictures; the pages above are not asked."""
    return (
        TopicPage.objects.filter(Q(expire_at=None) | Q(expire_at__gt=now), live=True)
        .annotate(total=Subquery(Total.objects.filter(pk=OuterRef("pk")).values("pictures")[:1]))
        .filter(~Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk"))), total__gt=0)
    )


def _card(
    topic: TopicPage, fresh: int, newest: list[tuple], copies: dict[tuple[int, str], CardSources]
) -> TopicCard:
    images = [row[:4] for row in newest if row[0] != topic.cover_id]
    if topic.cover is not None and topic.cover.sensitivity != Sensitivity.HIDDEN:
        image = topic.cover
        own = (image.pk, PictureFormat.LANDSCAPE, image.dominant_colour, image.ai_generated)
        images = [own, *images]
    images = images[:COLLAGE]
    return TopicCard(
        id=topic.pk,
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
    return grid_copies(_copy_keys(topics, {topic.pk: newest[topic.pk] for topic in topics}))


def _copy_keys(topics: list[TopicPage], newest: dict[int, list[tuple]]) -> list[tuple[int, str]]:
    images = [(pk, format) for rows in newest.values() for pk, format, *_ in rows]
    covers = [(topic.cover_id, PictureFormat.LANDSCAPE) for topic in topics if topic.cover_id]
    return [*images, *covers]
