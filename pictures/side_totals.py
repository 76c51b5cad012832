"""How many pictures the lists of a tag and of a person hold, and the indexes of their names.

They are kept in `TagTotal` and `PersonTotal`, counted anew once a change of a list is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, QuerySet, Subquery
from taggit.models import Tag

from pictures.alphabet import alphabet_key
from pictures.composed import composed
from pictures.models import PersonPlacement, PersonTotal, TagPlacement, TagTotal
from pictures.public_versions import changed

BATCH = 400
FEW = 100  # pictures of a list that is counted each time


def tagged(tag_id: int, home_id: int) -> int:
    """One query: a short list is counted, of a long one the total is kept."""
    rows = TagPlacement.objects.filter(home_id=home_id, tag_id=tag_id)
    return _number(_few_tagged(home_id=home_id, tag_id=tag_id), rows)


def made_by(person_id: int, home_id: int) -> int:
    """As `tagged`."""
    rows = PersonPlacement.objects.filter(home_id=home_id, person_id=person_id)
    return _number(_few_made_by(home_id=home_id, person_id=person_id), rows)


def _number(few: list[Any], rows: QuerySet[Any]) -> int:
    """`few`: each row with the total; where that is missing, `rows` are counted."""
    return len(few) if len(few) <= FEW else few[0][0] or rows.count()


@composed
def _few_tagged(*, home_id: int, tag_id: int) -> QuerySet[Any]:
    totals = TagTotal.objects.filter(home_id=home_id, tag_id=tag_id)
    rows = TagPlacement.objects.filter(home_id=home_id, tag_id=tag_id).order_by()
    return rows.values_list(Subquery(totals.values("pictures")[:1]))[: FEW + 1]


@composed
def _few_made_by(*, home_id: int, person_id: int) -> QuerySet[Any]:
    totals = PersonTotal.objects.filter(home_id=home_id, person_id=person_id)
    rows = PersonPlacement.objects.filter(home_id=home_id, person_id=person_id).order_by()
    return rows.values_list(Subquery(totals.values("pictures")[:1]))[: FEW + 1]


def request_count(*, tags: Iterable[int] = (), people: Iterable[int] = ()) -> None:
    """Count these tags' and people's pictures, and read their names, once the change is stored."""
    for count, ids in ((count_tags, tags), (count_people, people)):
        if found := sorted(set(ids)):
            # A number that was not written is put right at night; the change itself is stored.
            transaction.on_commit(partial(count, found), robust=True)


def count_everything() -> None:
    """What the scheduler does at night, for changes that no code of ours made."""
    for count, models, name in (
        (count_tags, (TagPlacement, TagTotal), "tag_id"),
        (count_people, (PersonPlacement, PersonTotal), "person_id"),
    ):
        found: set[int] = set()
        for model in models:
            rows = model._default_manager.order_by()
            found.update(rows.values_list(name, flat=True).distinct())
        count(sorted(found))


def count_tags(ids: list[int]) -> None:
    for batch in _batches(ids):
        names = dict(Tag.objects.filter(pk__in=batch).values_list("pk", "name"))
        _write(TagTotal, TagPlacement, "tag_id", batch, names)


def count_people(ids: list[int]) -> None:
    for batch in _batches(ids):
        users = get_user_model()._default_manager.filter(pk__in=batch)
        names = dict(users.values_list("pk", "public_name"))
        _write(PersonTotal, PersonPlacement, "person_id", batch, names)


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _write(model: Any, lists: Any, of: str, ids: list[int], names: dict[int, str]) -> None:
    """The rows are locked first and counted then: who comes second counts what the first stored."""
    totals = model._default_manager.filter(**{f"{of}__in": ids})
    listed = lists._default_manager.filter(**{f"{of}__in": ids}).order_by()
    with transaction.atomic():
        there = set(totals.values_list("home_id", of))
        missing = set(listed.values_list("home_id", of).distinct()) - there
        model._default_manager.bulk_create(
            [model(home_id=home, **{of: pk}) for home, pk in sorted(missing) if pk in names],
            ignore_conflicts=True,
        )
        rows = list(totals.select_for_update().order_by("pk"))
        counted = listed.values_list("home_id", of).annotate(number=Count("pk"))
        numbers = {(home, pk): number for home, pk, number in counted}
        stale = [row for row in rows if _is_renewed(row, numbers, names, getattr(row, of))]
        empty = [row.pk for row in rows if not row.pictures]
        model._default_manager.filter(pk__in=empty).delete()
        kept = [row for row in stale if row.pictures]
        model._default_manager.bulk_update(kept, ["pictures", "key"])
        if stale or empty:
            changed()


def _is_renewed(row: Any, numbers: dict[tuple[int, int], int], names: Any, pk: int) -> bool:
    """Have `row` say what was found; whether it said something else."""
    before = (row.pictures, row.key)
    row.pictures, row.key = numbers.get((row.home_id, pk), 0), alphabet_key(names.get(pk, ""))
    return before != (row.pictures, row.key)
