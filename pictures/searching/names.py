"""Tags and models that public pictures have, by a part of their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from taggit.models import Tag

from pictures.models import Placement, SearchPosting, SearchTerm, TermKind
from pictures.searching.asking import Asked
from pictures.searching.words import name_key
from pictures.time_limits import TooSlowError, time_limit

MOST = 60
SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag with the last part of its address."""

    name: str
    slug: str


def find_tags(asked: Asked, home_id: int, *, limit: int = MOST) -> list[FoundTag]:
    """Tags that hold every word, those most used first. Two queries."""
    keys = [name_key(part.value) for part in asked.words]
    return _tags(_named(TermKind.TAG, keys, home_id), limit) if keys else []


def popular_tags(home_id: int, *, limit: int = 12) -> list[FoundTag]:
    """The tags most used; none where they take long to find. Two queries."""
    try:
        with time_limit(SECONDS):
            return _tags(_named(TermKind.TAG, [], home_id), limit)
    except TooSlowError:
        return []


def find_models(asked: Asked, home_id: int, *, limit: int) -> list[str]:
    """Names of models that hold every word. One query."""
    keys = [name_key(part.value) for part in asked.words]
    if not keys:
        return []
    return list(_named(TermKind.MODEL, keys, home_id).values_list("label", flat=True)[:limit])


def _named(kind: TermKind, keys: Iterable[str], home_id: int) -> QuerySet[SearchTerm]:
    """Names that a picture has which the public sees now."""
    wanted = Q(kind=kind)
    for key in keys:
        wanted &= Q(key__contains=key)
    listed = Placement.objects.in_topic(home_id).listed().filter(picture_id=OuterRef("picture_id"))
    held = SearchPosting.objects.filter(Exists(listed), term_id=OuterRef("pk"))
    return SearchTerm.objects.filter(wanted, Exists(held)).order_by("-pictures", "pk")


def _tags(terms: QuerySet[SearchTerm], limit: int) -> list[FoundTag]:
    tokens = terms.values_list("token", flat=True)[:limit]
    ids = [int(token.partition(".")[2]) for token in tokens]
    tags = Tag.objects.in_bulk(ids)
    return [FoundTag(tags[pk].name, tags[pk].slug) for pk in ids if pk in tags]
