"""The one rule of what is public.

A picture is public when it is live and not expired, and so is every page above it, none of them
is restricted, and its image is not hidden. Wagtail's `live()` is not that rule: the pictures of an
unpublished or private topic stay live. What the rule says is written to `Placement.listed_at`,
which every list reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures import scores
from pictures.models import PicturePage, Placement, PlacementState, Sensitivity, Total
from pictures.searching.indexing import request_index
from pictures.shelving import shelve
from pictures.tree import ROOT_LEVEL
from pictures.tree import home_path as home_path
from pictures.webhook_events import tell_published

INDEX_LEVEL = 3  # depth of the page that lists topics; all between it and a picture are topics
BATCH = 400


def topic_path(path: str) -> str:
    """The tree path of the page right above `path`."""
    return path[: -Page.steplen]


def ancestor_paths(path: str) -> list[str]:
    """Tree paths of every page from the root down to `path` itself."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def list_paths(parent: str) -> list[str]:
    """Tree paths of the pages in whose lists a picture right below `parent` stands.

    The home page and every topic above the picture: what hangs in a topic hangs in those above.
    """
    home, index = ROOT_LEVEL * Page.steplen, INDEX_LEVEL * Page.steplen
    return [path for path in ancestor_paths(parent) if len(path) == home or len(path) > index]


def hiding_paths(paths: Iterable[str]) -> set[str]:
    """Those tree paths at or above `paths` whose pages are withdrawn or restricted. Two queries."""
    asked = {above for path in paths for above in ancestor_paths(path)}
    gone = Q(live=False) | Q(expire_at__lte=timezone.now())
    hidden = Page.objects.filter(gone, path__in=asked).order_by()
    restricted = PageViewRestriction.objects.filter(page__path__in=asked)
    return {
        *hidden.values_list("path", flat=True),
        *restricted.values_list("page__path", flat=True),
    }


def is_public(page: Page) -> bool:
    """Whether anyone may see `page` now."""
    return not is_withdrawn(page) and not _restrictions(page).exists()


def is_withdrawn(page: Page) -> bool:
    """Whether `page` or one above it is unpublished or expired, or shows a hidden image."""
    gone = Q(live=False) | Q(expire_at__lte=timezone.now()) | shows_hidden_image()
    return Page.objects.filter(gone, path__in=ancestor_paths(page.path)).exists()


def shows_hidden_image() -> Q:
    """Of pages: whether they are pictures whose image must not be public."""
    return Q(picturepage__image__sensitivity=Sensitivity.HIDDEN)


def _restrictions(page: Page) -> QuerySet:
    return PageViewRestriction.objects.filter(page__path__in=ancestor_paths(page.path))


def place(picture: PicturePage) -> None:
    """Give `picture` its rows in the list of all pictures and in those of the topics above it."""
    known = scores.of_picture(picture.pk)
    above = _lists_below(topic_path(picture.path))
    for page_id in above:
        Placement.objects.get_or_create(topic_id=page_id, picture_id=picture.pk, defaults=known)
    # Where it was proposed or rejected before, it hangs now.
    other = Placement.objects.filter(picture_id=picture.pk, topic_id__in=above)
    if other.exclude(state=PlacementState.PLACED).update(state=PlacementState.PLACED):
        recount(above)


def displace(pictures: QuerySet[PicturePage], topic: Page) -> None:
    """Move the places of `pictures`, which have left `topic`, to the topics above them now."""
    left = _lists_below(topic.path)
    for picture in pictures.order_by("pk").iterator(chunk_size=BATCH):
        gone = left - _lists_below(topic_path(picture.path))
        Placement.objects.filter(topic_id__in=gone, picture_id=picture.pk).delete()
        place(picture)
    recount(left)


def _lists_below(parent: str) -> set[int]:
    return set(Page.objects.filter(path__in=list_paths(parent)).values_list("pk", flat=True))


def refresh(pictures: QuerySet[PicturePage]) -> set[int]:
    """Write the rule to the placements of `pictures`; the ids of those that changed sides."""
    changed: set[int] = set()
    rows = pictures.order_by("pk").values_list("pk", "path", "image__sensitivity")
    batch: list[tuple[int, str, str | None]] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            changed |= _refresh_batch(batch)
            batch = []
    changed |= _refresh_batch(batch)
    request_index(changed)
    return changed


def refresh_below(page: Page) -> set[int]:
    """`refresh` for every picture at or below `page`, and for those that also hang there."""
    below = PicturePage.objects.filter(path__startswith=page.path)
    changed = refresh(below)
    if page.depth > INDEX_LEVEL:
        hung = Placement.objects.filter(topic__path__startswith=page.path)
        others = PicturePage.objects.exclude(path__startswith=page.path)
        changed |= refresh(others.filter(pk__in=hung.order_by().values("picture_id")))
    return changed


def _refresh_batch(rows: list[tuple[int, str, str | None]]) -> set[int]:
    ids = [pk for pk, _, _ in rows]
    places = Placement.objects.filter(picture_id__in=ids).order_by()
    topics = dict(places.values_list("topic__path", "topic_id").distinct())
    hiding = hiding_paths([*(path for _, path, _ in rows), *topics])
    closed = {pk for path, pk in topics.items() if not hiding.isdisjoint(ancestor_paths(path))}
    public: list[int] = []
    hidden: list[int] = []
    for pk, path, sensitivity in rows:
        is_open = sensitivity != Sensitivity.HIDDEN and hiding.isdisjoint(ancestor_paths(path))
        (public if is_open else hidden).append(pk)
    with transaction.atomic():
        changed = _hide(hidden, public, closed) | _list(public, closed)
        shelve(changed)
        return changed


def _hide(picture_ids: list[int], public_ids: list[int], closed: set[int]) -> set[int]:
    """Hide pictures everywhere, and public ones in the topics that are `closed`."""
    gone = Q(picture_id__in=picture_ids)
    if closed:
        gone |= Q(picture_id__in=public_ids, topic_id__in=closed)
    stale = Placement.objects.filter(gone, listed_at__isnull=False)
    changed, topics = _ids(stale)
    stale.update(listed_at=None)
    recount(topics)
    return changed


def _list(picture_ids: list[int], closed: set[int]) -> set[int]:
    fresh = Placement.objects.filter(picture_id__in=picture_ids, listed_at__isnull=True)
    if closed:
        fresh = fresh.exclude(topic_id__in=closed)
    changed, topics = _ids(fresh)
    shown = Placement.objects.listed().filter(picture_id__in=changed).order_by()
    appeared = changed - set(shown.values_list("picture_id", flat=True))
    published = Page.objects.filter(pk=OuterRef("picture_id")).values("first_published_at")[:1]
    fresh.update(listed_at=Coalesce(Subquery(published), timezone.now()))
    recount(topics)
    tell_published(appeared)
    return changed


def _ids(placements: QuerySet[Placement]) -> tuple[set[int], set[int]]:
    pairs = list(placements.values_list("picture_id", "topic_id"))
    return {picture for picture, _ in pairs}, {topic for _, topic in pairs}


def recount(topic_ids: Iterable[int]) -> None:
    """Store how many pictures the public sees in each of these lists."""
    for topic_id in topic_ids:
        listed = Placement.objects.in_topic(topic_id).listed().count()
        Total.objects.update_or_create(topic_id=topic_id, defaults={"pictures": listed})
