"""The one writer of what lists are filtered by, and of the lists of tags and people.

All of it follows from what is stored: the picture, its image, its tags, and its placement in the
list of all pictures. Whoever changes one of these calls `shelve`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from pictures.colours import colour_name
from pictures.models import (
    PersonPlacement,
    PicturePage,
    PictureTag,
    Placement,
    PlacementState,
    TagPlacement,
    UsedLora,
)
from pictures.models.listing import FILTER_COLUMNS, SORT_COLUMNS
from pictures.recipe import Recipe
from pictures.recipe_display import visible_part
from pictures.side_totals import request_count
from pictures.tree import home_path

BATCH = 400
FILTERS = (*FILTER_COLUMNS, "shorter_side")

Place = dict[str, Any]  # of a placement: topic, picture, state, FILTERS, SORT_COLUMNS


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of a picture; of its recipe only what visitors may read."""

    home_path: str
    person_id: int | None
    filters: tuple[Any, ...]  # as `FILTERS`
    loras: tuple[str, ...]


def shelve(picture_ids: Iterable[int]) -> None:
    """Write filters and side lists of these pictures anew, where they differ.

    Their placements are locked meanwhile: a like given at the same moment counts in all lists.
    """
    ids = sorted(set(picture_ids))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _shelve(ids[start : start + BATCH])


def _shelve(ids: list[int]) -> None:
    facts = _facts(ids)
    places = list(
        Placement.objects.select_for_update()
        .filter(picture_id__in=ids)
        .order_by("pk")
        .values("pk", "topic_id", "picture_id", "state", *FILTERS, *SORT_COLUMNS)
    )
    _filter(places, facts)
    shown = _shown(places, facts)
    tagged = PictureTag.objects.filter(content_object_id__in=shown)
    tags = set(tagged.values_list("tag_id", "content_object_id"))
    people = {(facts[pk].person_id, pk) for pk in shown if facts[pk].person_id}
    request_count(
        tags=_write(TagPlacement, "tag_id", ids, shown, tags),
        people=_write(PersonPlacement, "person_id", ids, shown, people),
    )
    _write_loras(ids, {(name.lower(), pk): name for pk in shown for name in facts[pk].loras})


def _facts(ids: list[int]) -> dict[int, Facts]:
    rows = (
        PicturePage.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            *(
                "pk",
                "path",
                "author_id",
                "author_name",
                "format",
                "recipe_visibility",
                "recipe_data",
            ),
            *("image__dominant_colour", "image__width", "image__height"),
        )
    )
    found = {}
    for pk, path, author, name, shape, visibility, data, colour, width, height in rows:
        recipe = visible_part(Recipe.from_json(data), visibility)
        side = min(width, height) if width and height else 0
        filters = (recipe.model[:200], recipe.sampler[:100], shape, colour_name(colour or ""), side)
        loras = tuple(sorted({lora.name[:200] for lora in recipe.loras if lora.name}))
        found[pk] = Facts(home_path(path), None if name else author, filters, loras)
    return found


def _filter(places: list[Place], facts: dict[int, Facts]) -> None:
    wrong = defaultdict(list)
    for place in places:
        wanted = facts[place["picture_id"]].filters
        if tuple(place[name] for name in FILTERS) != wanted:
            wrong[wanted].append(place["pk"])
    for wanted, pks in wrong.items():
        Placement.objects.filter(pk__in=pks).update(**dict(zip(FILTERS, wanted, strict=True)))


def _shown(places: list[Place], facts: dict[int, Facts]) -> dict[int, Place]:
    """Of the pictures that the public sees, their place in the list of all."""
    paths = {one.home_path for one in facts.values()}
    homes = dict(Page.objects.filter(path__in=paths).order_by().values_list("path", "pk"))
    return {
        place["picture_id"]: place
        for place in places
        if place["state"] == PlacementState.PLACED
        and place["listed_at"] is not None
        and place["topic_id"] == homes.get(facts[place["picture_id"]].home_path)
    }


def _write(
    model: Any,
    key: str,
    ids: list[int],
    shown: dict[int, Place],
    wanted: set[tuple[Any, int]],
) -> set[int]:
    """Leave exactly `wanted` (key, picture) in the lists of these pictures, by tag or person.

    The keys of the lists that are changed by it.
    """
    rows = model._default_manager.filter(picture_id__in=ids).values(
        "pk", "home_id", key, "picture_id", *SORT_COLUMNS
    )
    right, stale, touched = set(), [], set()
    for row in rows:
        place, at = shown.get(row["picture_id"]), (row[key], row["picture_id"])
        if at in wanted and place is not None and _is_like(row, place):
            right.add(at)
        else:
            stale.append(row["pk"])
            touched.add(row[key])
    if stale:
        model._default_manager.filter(pk__in=stale).delete()
    model._default_manager.bulk_create(
        [
            model(
                **{key: number},
                picture_id=pk,
                home_id=shown[pk]["topic_id"],
                **{name: shown[pk][name] for name in SORT_COLUMNS},
            )
            for number, pk in sorted(wanted - right)
        ],
        batch_size=BATCH,
    )
    return touched | {number for number, _pk in wanted - right}


def _is_like(row: Place, place: Place) -> bool:
    """Each list has a random order of its own."""
    return row["home_id"] == place["topic_id"] and all(
        row[name] == place[name] for name in SORT_COLUMNS if name != "shuffle"
    )


def _write_loras(ids: list[int], wanted: dict[tuple[str, int], str]) -> None:
    """Names that differ in capitals alone are one: MariaDB could not keep them apart."""
    rows = UsedLora.objects.filter(picture_id__in=ids).values_list("pk", "name", "picture_id")
    there = {(name.lower(), pk): row for row, name, pk in rows}
    stale = [row for at, row in there.items() if at not in wanted]
    if stale:
        UsedLora.objects.filter(pk__in=stale).delete()
    UsedLora.objects.bulk_create(
        [UsedLora(name=name, picture_id=at[1]) for at, name in wanted.items() if at not in there],
        batch_size=BATCH,
    )
