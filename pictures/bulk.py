"""Many picture pages at once: one locked transaction instead of one save a page.

`register_pictures` does all that adding and publishing one by one does: validation, revisions,
log, tags, search and reference index, lists, copies, signals. `add_pictures` is for measuring and
leaves out what `update_index` and `rebuild_references_index` make up for, and the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, ForeignKey
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, published

from pictures import bulk_records, visibility
from pictures.models import PicturePage, Placement, Sensitivity
from pictures.preparing import prepare_picture
from pictures.publishing import slug_stem
from pictures.renditions import COPIES_LATER, request_sync
from pictures.searching.indexing import request_index
from pictures.shelving import shelve
from pictures.slugs import refuse_reserved_slug
from pictures.webhook_events import tell_published

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

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


def register_pictures(
    topic: Page,
    pictures: Sequence[PicturePage],
    *,
    tags: Sequence[Sequence[str]],
    user: AbstractUser | None,
    publish: bool,
) -> None:
    """Add unsaved `pictures` below `topic` as drafts, or published; `tags` are each one's own.

    Each needs a stored `image` and what `problems_of` asks for; slugs are found here. All or none
    are stored. Copies of published images are made later, by the worker. Raises `TopicGoneError`.
    """
    if not pictures:
        return
    with transaction.atomic():
        parent = Page.objects.select_for_update().filter(pk=topic.pk).first()
        if parent is None:
            raise TopicGoneError(topic.pk)
        step = _last_step(parent)
        slugs = free_slugs(parent, [slug_stem(picture.title) for picture in pictures])
        for picture, slug in zip(pictures, slugs, strict=True):
            step += 1
            picture.slug = slug
            _complete(picture, parent, step)
            _set_standing(picture, publish)
        _insert(list(pictures))
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pictures))
        bulk_records.record(pictures, tags=tags, user=user, publish=publish)
        if publish:
            _publish(pictures, parent)


def problems_of(picture: PicturePage, *, publish: bool) -> ValidationError | None:
    """Why an unsaved picture cannot be stored or published, apart from its slug and its keys."""
    prepare_picture(picture)
    try:
        if publish:
            picture.clean_fields(exclude=_settled_fields())
        if not picture.title:
            raise ValidationError({"title": _("This field is required.")})
        picture.clean_fields(exclude={field.name for field in picture._meta.fields} - {"title"})
        refuse_reserved_slug(slug_stem(picture.title))
    except ValidationError as error:
        return error
    return None


def _settled_fields() -> set[str]:
    """Fields whose values come from here: those of the tree, and keys of rows that are there."""
    return {
        field.name
        for field in PicturePage._meta.fields
        if field.name != "title"
        and (field.model is not PicturePage or isinstance(field, ForeignKey))
    }


def free_slugs(parent: Page, stems: Sequence[str]) -> list[str]:
    """For each stem a slug that nothing below `parent` has; a series gets -2, -3, …"""
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    wanted = Counter(stems)
    found: dict[str, list[str]] = {stem: [] for stem in wanted}
    first, width = 1, max(wanted.values())
    while short := [stem for stem in wanted if len(found[stem]) < wanted[stem]]:
        numbers = range(first, first + width)
        candidates = {stem: [_numbered(stem, number) for number in numbers] for stem in short}
        asked = [slug for slugs in candidates.values() for slug in slugs]
        taken = _taken(children, asked) | {slug for slugs in found.values() for slug in slugs}
        for stem, slugs in candidates.items():
            for slug in slugs:
                if slug not in taken and len(found[stem]) < wanted[stem]:
                    found[stem].append(slug)
                    taken.add(slug)
        first, width = first + width, width * 2
    order = {stem: iter(slugs) for stem, slugs in found.items()}
    return [next(order[stem]) for stem in stems]


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _taken(children: Any, slugs: list[str]) -> set[str]:
    taken: set[str] = set()
    for start in range(0, len(slugs), BATCH):
        some = children.filter(slug__in=slugs[start : start + BATCH])
        taken.update(some.values_list("slug", flat=True))
    return taken


def _set_standing(picture: PicturePage, publish: bool) -> None:
    if not publish:
        picture.live = False
        picture.has_unpublished_changes = True
        picture.first_published_at = picture.last_published_at = None


def _publish(pictures: Sequence[PicturePage], parent: Page) -> None:
    """Put stored pictures in their lists, and tell those who wait for it."""
    lists = _lists(parent)
    shown = _place(list(pictures), lists, visibility.is_public(parent))
    visibility.recount(lists)
    for picture in pictures:
        revision = picture.latest_revision
        for signal in (page_published, published):
            # `in_bulk`: lists and copies are done here, for all pictures together.
            signal.send(PicturePage, instance=picture, revision=revision, in_bulk=True)
    tell_published(shown)
    request_sync([picture.image_id for picture in pictures], priority=COPIES_LATER)
    request_index([picture.pk for picture in pictures])


def _lists(parent: Page) -> list[int]:
    """Ids of the pages in whose lists a picture below `parent` stands: its topics and the home."""
    paths = visibility.list_paths(parent.path)
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


def _place(batch: list[PicturePage], lists: list[int], shown: bool) -> list[int]:
    """The ids of those that the public sees now."""
    hidden = {one.pk for one in batch if one.image and one.image.sensitivity == Sensitivity.HIDDEN}
    Placement.objects.bulk_create(
        Placement(
            topic_id=page_id,
            picture_id=picture.pk,
            listed_at=picture.first_published_at if shown and picture.pk not in hidden else None,
        )
        for picture in batch
        for page_id in lists
    )
    shelve(picture.pk for picture in batch)
    return [picture.pk for picture in batch if shown and picture.pk not in hidden]
