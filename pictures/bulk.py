"""Many picture pages at once: one locked transaction instead of one save a page.

What a save does besides is left out: validation, revision, log, search and reference index.
`update_index` and `rebuild_references_index` make up for the last two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from pictures import visibility
from pictures.models import PicturePage, Placement
from pictures.preparing import prepare_picture

BATCH = 400

Progress = Callable[[int], None]


class TopicGoneError(Exception):
    """The topic was deleted before its pictures could be added."""


def add_pictures(
    topic: Page, pictures: Iterable[PicturePage], *, progress: Progress = lambda _done: None
) -> int:
    """Add unsaved `pictures` below `topic`, published and listed; how many were added.

    Each needs `title`, `image`, `alt_text`, and a `slug` that nothing else below `topic` has;
    `first_published_at` is now where unset. All or none are stored. `progress` is told the number
    done after each batch. Copies of the images are not made here. Raises `TopicGoneError`.
    """
    done = 0
    with transaction.atomic():
        # Whoever adds or moves pages below the topic takes this lock too.
        parent = Page.objects.select_for_update().filter(pk=topic.pk).first()
        if parent is None:
            raise TopicGoneError(topic.pk)
        lists = _lists(parent)
        shown = visibility.is_public(parent)
        step = _last_step(parent)
        stream = iter(pictures)
        while batch := list(islice(stream, BATCH)):
            for picture in batch:
                step += 1
                _complete(picture, parent, step)
            _insert(batch)
            _place(batch, lists, shown)
            done += len(batch)
            progress(done)
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + done)
        visibility.recount(lists)
    return done


def _lists(parent: Page) -> list[int]:
    """Ids of the pages in whose lists a picture below `parent` stands: its topic and the home."""
    paths = [parent.path, visibility.home_path(parent.path)]
    return list(Page.objects.filter(path__in=paths).values_list("pk", flat=True))


def _last_step(parent: Page) -> int:
    """The number that ends the path of the last child; 0 without one."""
    path = (
        Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
        .order_by("-path")
        .values_list("path", flat=True)
        .first()
    )
    return Page._str2int(path[-Page.steplen :]) if path else 0


def _complete(picture: PicturePage, parent: Page, step: int) -> None:
    """Fill what Wagtail fills when a page is added and published."""
    prepare_picture(picture)
    picture.depth = parent.depth + 1
    picture.path = Page._get_path(parent.path, picture.depth, step)
    picture.numchild = 0
    picture.url_path = f"{parent.url_path}{picture.slug}/"
    picture.draft_title = picture.title
    picture.content_type = ContentType.objects.get_for_model(PicturePage)
    picture.locale_id = parent.locale_id
    picture.live = True
    picture.has_unpublished_changes = False
    picture.first_published_at = picture.first_published_at or timezone.now()
    picture.last_published_at = picture.first_published_at


def _insert(batch: list[PicturePage]) -> None:
    """Write the rows of both tables; Django's `bulk_create` refuses models with two."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = [Page(**{name: getattr(picture, name) for name in columns}) for picture in batch]
    Page._base_manager.bulk_create(bases)
    for picture, base in zip(batch, bases, strict=True):
        picture.page_ptr_id = picture.id = base.pk
        picture._state.adding = False
    fields = PicturePage._meta.local_concrete_fields
    for rows in _portions(batch, connection.ops.bulk_batch_size(fields, batch)):
        PicturePage._base_manager._insert(rows, fields=fields, using=connection.alias)


def _portions(rows: list[PicturePage], size: int) -> Iterator[list[PicturePage]]:
    """`rows` in lists that one statement of the database can hold."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _place(batch: list[PicturePage], lists: list[int], shown: bool) -> None:
    Placement.objects.bulk_create(
        Placement(
            topic_id=page_id,
            picture_id=picture.pk,
            listed_at=picture.first_published_at if shown else None,
        )
        for picture in batch
        for page_id in lists
    )
