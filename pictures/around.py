"""Pictures around one picture: with one change of its recipe, and related by tags and looks.

Candidates come from indexes, so many at most from each, whatever the size of the library: those of
the same prompt, those whose difference hash has a quarter in common, those under its rarest tags,
and those that were published just before and after it. Only these are compared in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from pictures import browsing
from pictures.browsing import Card
from pictures.colours import colour_distance
from pictures.copies import grid_copies
from pictures.duplicates import QUARTERS, near_quarters
from pictures.fingerprints import hash_distance
from pictures.models import (
    PicturePage,
    Placement,
    PlacementState,
    RecipeVisibility,
    TagPlacement,
)
from pictures.recipe import Recipe
from pictures.recipe_changes import Change, the_one_change

CHANGED, RELATED = 8, 12  # shown at most
CANDIDATES = 400  # of the same prompt or with a like hash
RARE = 150  # pictures up to which a tag is rare
TAGGED = 200
BESIDE = 30  # published before, and as many after
COMPARED = 160
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
FAR = 22  # differing bits of 64; by chance they are 32

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """Rows as `browsing.cards` takes them; `changes` tells of `changed`, in its order."""

    changed: list[Row]
    changes: list[Change]
    related: list[Row]


def around(picture: PicturePage, *, home_id: int, topic_id: int, listed_at: datetime) -> Around:
    """Public pictures around a public one. Five queries."""
    shared = _sharing_tags(picture.pk, home_id)
    alike = _alike(picture)
    best = sorted(alike, key=lambda pk: (alike[pk], pk))[:COMPARED]
    tagged = sorted(shared, key=lambda pk: (-shared[pk], -pk))[:COMPARED]
    ids = {*best, *tagged, *_published_near(topic_id, listed_at)} - {picture.pk}
    # Asked for by id alone, what is listed is left and sorted here: a database might walk through
    # the whole list to tell which of these few it holds.
    places = (
        Placement.objects.filter(topic_id=home_id, picture_id__in=sorted(ids))
        .order_by()
        .values(
            "state",
            *browsing.COLUMNS,
            "picture__recipe_key",
            "picture__recipe_data",
            "picture__recipe_visibility",
            "picture__image__dhash",
        )
    )
    rows = [row for row in places if row["state"] == PlacementState.PLACED and row["listed_at"]]
    rows.sort(key=lambda row: (row["listed_at"], row["picture_id"]), reverse=True)
    changed = _changed(picture, rows)
    known = {row["picture_id"] for row, _change in changed}
    others = [
        row for row in rows if row["picture_id"] not in known and not _is_series(picture, row)
    ]
    return Around(
        changed=[row for row, _change in changed],
        changes=[change for _row, change in changed],
        related=_related(picture, others, shared),
    )


def around_cards(found: Around) -> tuple[list[tuple[Card, Change]], list[Card]]:
    """Cards of the changed, each with its seed and its change, and of the related. One query."""
    copies = grid_copies(browsing.keys([*found.changed, *found.related]))
    seeds = [row["picture__recipe_data"].get("seed") for row in found.changed]
    cards = [
        replace(card, seed=seed)
        for card, seed in zip(browsing.cards(found.changed, copies), seeds, strict=True)
    ]
    changed = list(zip(cards, found.changes, strict=True))
    return changed, browsing.cards(found.related, copies)


def _is_series(picture: PicturePage, row: Row) -> bool:
    return bool(picture.recipe_key) and row["picture__recipe_key"] == picture.recipe_key


def _sharing_tags(picture_id: int, home_id: int) -> dict[int, int]:
    """How many of its tags a picture shares: of the rare ones, else of the newest under one."""
    beyond = TagPlacement.objects.filter(home_id=home_id, tag_id=OuterRef("tag_id")).order_by()
    tags = dict(
        TagPlacement.objects.filter(picture_id=picture_id)
        .annotate(beyond=Subquery(beyond.values("pk")[RARE : RARE + 1]))
        .values_list("tag_id", "beyond")
    )
    rare = sorted(pk for pk, more in tags.items() if more is None)
    if not tags:
        return {}
    places = TagPlacement.objects.filter(home_id=home_id)
    if rare:
        found = places.filter(tag_id__in=rare).order_by()
    else:
        found = places.filter(tag_id=min(tags)).order_by("-listed_at", "-picture_id")
    shared: dict[int, int] = {}
    for pk in found.values_list("picture_id", flat=True)[: TAGGED * max(1, len(rare))]:
        shared[pk] = shared.get(pk, 0) + 1
    shared.pop(picture_id, None)
    return shared


def _alike(picture: PicturePage) -> dict[int, int]:
    """Distance of pictures that look alike; 0 of those with its prompt, if that is public."""
    dhash = picture.image.dhash if picture.image else ""
    selects: list[QuerySet] = []
    columns = PicturePage.objects.order_by()
    if picture.recipe_key and picture.recipe_visibility == RecipeVisibility.PUBLIC:
        own = columns.filter(recipe_key=picture.recipe_key)
        selects.append(own.values_list("pk", "image__dhash", "recipe_key"))
    for number in _telling_quarters(dhash):
        near = {f"image__dhash_{number}__in": near_quarters(dhash, number)}
        selects.append(columns.filter(**near).values_list("pk", "image__dhash", "recipe_key"))
    if not selects:
        return {}
    rows = selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]
    found: dict[int, int] = {}
    for pk, other, key in rows[:CANDIDATES]:
        distance = hash_distance(dhash, other) if dhash and other else FAR
        if picture.recipe_key and key == picture.recipe_key:
            distance = 0
        if distance <= FAR:
            found[pk] = distance
    found.pop(picture.pk, None)
    return found


def _telling_quarters(dhash: str) -> list[int]:
    """The numbers of the quarters that are not of one brightness, as many skies are."""
    if not dhash:
        return []
    bits = {n: int(dhash[4 * n - 4 : 4 * n], 16).bit_count() for n in range(1, QUARTERS + 1)}
    return [number for number, set_bits in bits.items() if 2 <= set_bits <= 14]


def _published_near(topic_id: int, listed_at: datetime) -> list[int]:
    """Pictures of the topic published just before and after: often from one sitting. One query."""
    listed = Placement.objects.in_topic(topic_id).listed()
    older = listed.filter(listed_at__lt=listed_at).order_by("-listed_at").values("listed_at")
    newer = listed.filter(listed_at__gt=listed_at).order_by("listed_at").values("listed_at")
    last = slice(BESIDE - 1, BESIDE)
    near = listed.filter(
        listed_at__gte=Coalesce(Subquery(older[last]), _moment(EARLIEST)),
        listed_at__lte=Coalesce(Subquery(newer[last]), _moment(LATEST)),
    ).order_by("-listed_at", "-picture_id")
    return list(near.values_list("picture_id", flat=True)[: 4 * BESIDE])


def _moment(moment: datetime) -> Value:
    return Value(moment, output_field=DateTimeField())


def _changed(picture: PicturePage, rows: Sequence[Row]) -> list[tuple[Row, Change]]:
    """Those whose recipe differs in one thing, the same seed first."""
    if picture.recipe_visibility != RecipeVisibility.PUBLIC:
        return []
    own = picture.recipe
    found = []
    for row in rows:
        if row["picture__recipe_visibility"] != RecipeVisibility.PUBLIC:
            continue
        other = Recipe.from_json(row["picture__recipe_data"])
        if change := the_one_change(own, other):
            found.append((other.seed != own.seed, bool(change.words), row, change))
    found.sort(key=lambda one: one[:2])
    return [(row, change) for _seed, _words, row, change in found[:CHANGED]]


def _related(picture: PicturePage, rows: Sequence[Row], shared: dict[int, int]) -> list[Row]:
    """Those that share tags or look alike, the closest first."""
    scored = [(_closeness(picture, row, shared), row) for row in rows]
    near = [pair for pair in scored if pair[0] > 0]
    near.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _score, row in near[:RELATED]]


def _closeness(picture: PicturePage, row: Row, shared: dict[int, int]) -> float:
    """Shared tags count most, then the likeness of what is light and dark, then the colour."""
    tags = shared.get(row["picture_id"], 0)
    image = picture.image
    own, other = image.dhash if image else "", row["picture__image__dhash"]
    looks = max(0, FAR - hash_distance(own, other)) / FAR if own and other else 0.0
    if not tags and not looks:
        return 0.0
    colours = image.dominant_colour if image else "", row["picture__image__dominant_colour"]
    near = 1 - min(1.0, colour_distance(*colours)) if all(colours) else 0.0
    return 2 * tags + 3 * looks + near
