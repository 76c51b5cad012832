"""Keeps the search index: pictures that the public sees are in it, no others.

Whoever publishes or hides pictures calls `request_index`; the scheduler makes up for what was lost
on the way and rebuilds at night. What is found is looked up in the lists again, so that a late
worker never tells of what was hidden meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pictures.models import Placement, SearchPosting, SearchTerm, SearchText
from pictures.public_versions import changed as renew
from pictures.searching.documents import Document, Term, documents

KEPT = "search"  # the mark of kept pages that show what the index finds
BATCH = 400
_PORTION = 2000  # rows a statement
_TERMS = 5000  # counted in one statement


def request_index(picture_ids: Iterable[int]) -> None:
    """Have the worker bring the index up to date once the change is stored."""
    from pictures.tasks import index_pictures

    ids = sorted(set(picture_ids))
    for batch in _batches(ids, BATCH):
        transaction.on_commit(partial(index_pictures.enqueue, batch))


def index(picture_ids: Sequence[int]) -> int:
    """Bring these pictures up to date in the index; how many were written or taken out."""
    changed = 0
    for batch in _batches(sorted(set(picture_ids)), BATCH):
        with transaction.atomic():
            changed += _index(batch)
    if changed:
        renew(KEPT)
    return changed


def request_missing(limit: int = 20_000) -> int:
    """Ask for public pictures that are not in the index, and those in it that are not public."""
    indexed = SearchText.objects.filter(pk=OuterRef("picture_id"))
    missing = Placement.objects.listed().filter(~Exists(indexed)).order_by()
    public = Placement.objects.listed().filter(picture_id=OuterRef("picture_id"))
    gone = SearchText.objects.filter(~Exists(public)).order_by()
    ids = [
        *missing.values_list("picture_id", flat=True).distinct()[:limit],
        *gone.values_list("picture_id", flat=True)[:limit],
    ]
    request_index(ids)
    return len(ids)


def rebuild(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Look at every picture again; how many were not as they should be."""
    changed = done = 0
    for batch in _everything():
        changed += index(batch)
        done += len(batch)
        progress(done)
    _count_terms()
    return changed


def _everything() -> Iterator[list[int]]:
    """Ids of all that is public or in the index, in portions."""
    last = 0
    while True:
        ids: set[int] = set()
        listed = Placement.objects.listed().filter(picture_id__gt=last).order_by("picture_id")
        for rows in (
            listed.values_list("picture_id", flat=True).distinct(),
            SearchText.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True),
        ):
            ids.update(rows[:BATCH])
        if not ids:
            return
        batch = sorted(ids)[:BATCH]
        yield batch
        last = batch[-1]


def _index(ids: list[int]) -> int:
    texts = SearchText.objects.filter(pk__in=ids)
    known = set(texts.values_list("pk", flat=True))
    listed = Placement.objects.listed().filter(picture_id__in=ids).order_by()
    new = sorted(set(listed.values_list("picture_id", flat=True)) - known)
    SearchText.objects.bulk_create([SearchText(pk=pk) for pk in new], ignore_conflicts=True)
    # Our own rows are the lock: who comes second reads what the first has stored.
    locked = texts.select_for_update().order_by("pk")
    stored = dict(locked.values_list("pk", "fingerprint"))
    public = documents(stored)
    gone = [pk for pk in stored if pk not in public]
    stale = [one for pk, one in public.items() if stored[pk] != one.fingerprint]
    if not stale and not gone:
        return 0
    old = [*gone, *(one.picture_id for one in stale if stored[one.picture_id])]
    SearchPosting.objects.filter(picture_id__in=old).delete()
    SearchText.objects.filter(pk__in=gone).delete()
    _write(stale)
    return len(stale) + len(gone)


def _write(fresh: list[Document]) -> None:
    known = _term_ids({term[0]: term for one in fresh for term in one.terms})
    SearchPosting.objects.bulk_create(
        [
            SearchPosting(term_id=known[term[0]], picture_id=one.picture_id)
            for one in fresh
            for term in one.terms
        ],
        batch_size=_PORTION,
    )
    rows = [
        SearchText(pk=one.picture_id, text=one.text, fingerprint=one.fingerprint) for one in fresh
    ]
    SearchText.objects.bulk_update(rows, ["text", "fingerprint"], batch_size=100)


def _term_ids(terms: dict[str, Term]) -> dict[str, int]:
    """Ids by token; terms are made where they are missing."""
    found = _known(terms)
    missing = sorted(terms.keys() - found.keys())
    if not missing:
        return found
    # Sorted, so that two workers never wait for one another.
    named = (terms[token] for token in missing)
    rows = [SearchTerm(token=t, kind=k, label=label, key=key) for t, k, label, key in named]
    SearchTerm.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_PORTION)
    return {**found, **_known(missing)}


def _known(tokens: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in _batches(sorted(tokens), _PORTION):
        rows = SearchTerm.objects.filter(token__in=batch)
        found.update(rows.values_list("token", "pk"))
    return found


def _count_terms() -> None:
    """Note how many pictures hold each term; forget terms that none holds."""
    postings = SearchPosting.objects.filter(term_id=OuterRef("pk")).order_by()
    number = Coalesce(Subquery(postings.values("term_id").values(n=Count("pk"))), 0)
    last = SearchTerm.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, _TERMS):
        some: QuerySet[SearchTerm] = SearchTerm.objects.filter(pk__gt=start, pk__lte=start + _TERMS)
        some.filter(~Exists(postings)).delete()
        some.update(pictures=number)


def _batches(rows: Sequence, size: int) -> Iterator[list]:
    for start in range(0, len(rows), size):
        yield list(rows[start : start + size])
