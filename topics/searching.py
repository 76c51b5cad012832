"""Topics whose title or description holds what somebody asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.html import strip_tags

from pictures.addresses import page_address
from pictures.models import Total
from pictures.searching.asking import Asked
from pictures.searching.matching import Matcher
from pictures.visibility import ancestor_paths, hiding_paths
from topics.listing import TopicCard, cards_of
from topics.models import TopicPage

MOST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A public topic; `in_title`: not only its description holds the words."""

    id: int
    title: str
    url: str
    language: str
    in_title: bool


def find_topics(asked: Asked) -> list[Hit]:
    """Public topics with pictures, those whose title holds the words first. Three queries.

    Compared here, not by the database: there are few topics, and the words mean the same as for
    pictures.
    """
    matches = Matcher(asked)
    if not asked.words:
        return []
    shown = Exists(Total.objects.filter(pk=OuterRef("pk"), pictures__gt=0))
    topics = TopicPage.objects.filter(shown, live=True).order_by("title", "pk")
    columns = ("pk", "title", "description", "url_path", "path", "content_language")
    rows = [
        row for row in topics.values_list(*columns) if matches(row[1], strip_tags(row[2] or ""))
    ]
    if not rows:
        return []
    hidden = hiding_paths(row[4] for row in rows)
    hits = [
        Hit(pk, title, page_address(url_path), language, matches(title))
        for pk, title, _words, url_path, path, language in rows
        if hidden.isdisjoint(ancestor_paths(path))
    ]
    return sorted(hits, key=lambda hit: not hit.in_title)[:MOST]


def found_topics(asked: Asked) -> list[TopicCard]:
    """Cards of `find_topics`. Seven queries at most."""
    hits = find_topics(asked)
    return cards_of([hit.id for hit in hits]) if hits else []
