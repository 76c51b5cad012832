"""The one rule of what is public.

A picture is public when it is live and not expired, and so is every page above it, and none of
them is restricted. Wagtail's `live()` is not that rule: the pictures of an unpublished or private
topic stay live. What the rule says is written to `Placement.listed_at`, which every list reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures.models import PicturePage, Placement, Total

ROOT_LEVEL = 2  # depth of a site's home page in the tree
BATCH = 400


def home_path(path: str) -> str:
    """The tree path of the home page above `path`."""
    return path[: ROOT_LEVEL * Page.steplen]


def topic_path(path: str) -> str:
    """The tree path of the page right above `path`."""
    return path[: -Page.steplen]


def ancestor_paths(path: str) -> list[str]:
    """Tree paths of every page from the root down to `path` itself."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


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
    """Whether `page` or one above it is unpublished or expired."""
    gone = Q(live=False) | Q(expire_at__lte=timezone.now())
    return Page.objects.filter(gone, path__in=ancestor_paths(page.path)).exists()


def _restrictions(page: Page) -> QuerySet:
    return PageViewRestriction.objects.filter(page__path__in=ancestor_paths(page.path))


def place(picture: PicturePage) -> None:
    """Give `picture` its row in its topic and in the list of all pictures."""
    pages = Page.objects.filter(path__in=[topic_path(picture.path), home_path(picture.path)])
    for page_id in pages.values_list("pk", flat=True):
        Placement.objects.get_or_create(topic_id=page_id, picture_id=picture.pk)


def displace(picture: PicturePage, topic: Page) -> None:
    """Take `picture` out of `topic`, which it has left."""
    Placement.objects.filter(topic_id=topic.pk, picture_id=picture.pk).delete()
    recount([topic.pk])


def refresh(pictures: QuerySet[PicturePage]) -> set[int]:
    """Write the rule to the placements of `pictures`; the ids of those that changed sides."""
    changed: set[int] = set()
    rows = pictures.order_by("pk").values_list("pk", "path")
    batch: list[tuple[int, str]] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            changed |= _refresh_batch(batch)
            batch = []
    return changed | _refresh_batch(batch)


def refresh_below(page: Page) -> set[int]:
    """`refresh` for every picture at or below `page`."""
    return refresh(PicturePage.objects.filter(path__startswith=page.path))


def _refresh_batch(rows: list[tuple[int, str]]) -> set[int]:
    hiding = hiding_paths(path for _, path in rows)
    public: list[int] = []
    hidden: list[int] = []
    for pk, path in rows:
        (public if hiding.isdisjoint(ancestor_paths(path)) else hidden).append(pk)
    with transaction.atomic():
        return _hide(hidden) | _list(public)


def _hide(picture_ids: list[int]) -> set[int]:
    stale = Placement.objects.filter(picture_id__in=picture_ids, listed_at__isnull=False)
    changed, topics = _ids(stale)
    stale.update(listed_at=None)
    recount(topics)
    return changed


def _list(picture_ids: list[int]) -> set[int]:
    fresh = Placement.objects.filter(picture_id__in=picture_ids, listed_at__isnull=True)
    changed, topics = _ids(fresh)
    published = Page.objects.filter(pk=OuterRef("picture_id")).values("first_published_at")[:1]
    fresh.update(listed_at=Coalesce(Subquery(published), timezone.now()))
    recount(topics)
    return changed


def _ids(placements: QuerySet[Placement]) -> tuple[set[int], set[int]]:
    pairs = list(placements.values_list("picture_id", "topic_id"))
    return {picture for picture, _ in pairs}, {topic for _, topic in pairs}


def recount(topic_ids: Iterable[int]) -> None:
    """Store how many pictures the public sees in each of these lists."""
    for topic_id in topic_ids:
        listed = Placement.objects.in_topic(topic_id).listed().count()
        Total.objects.update_or_create(topic_id=topic_id, defaults={"pictures": listed})
