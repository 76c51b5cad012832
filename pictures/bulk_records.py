"""What Wagtail keeps beside stored rows, written for many of them together.

Tags, revisions, the log, the search index and the reference index: what is written for a picture
here is what its own save would write. Needs a surrounding transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils import timezone
from modelsearch.backends import get_search_backends_with_name
from taggit.models import Tag
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from pictures.models import GalleryImage, PicturePage, PictureTag

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

_PORTION = 400  # rows a statement


def record(
    pictures: Sequence[PicturePage],
    *,
    tags: Sequence[Sequence[str]],
    user: AbstractUser | None,
    publish: bool,
) -> None:
    """All of it for pictures that were just inserted; their columns of revisions are written."""
    _tag(pictures, tags)
    _revise(pictures, user, publish)
    _log_pages(pictures, user, ["wagtail.create", *(["wagtail.publish"] if publish else [])])
    index_references(pictures)
    index_for_search(PicturePage, pictures)


def record_images(images: Sequence[GalleryImage], *, user: AbstractUser | None) -> None:
    """All of it for gallery images that were just inserted."""
    content_type = ContentType.objects.get_for_model(GalleryImage, for_concrete_model=False)
    now, action = timezone.now(), uuid.uuid4()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type,
                object_id=str(image.pk),
                label=str(image),
                action="wagtail.create",
                timestamp=now,
                uuid=action,
                user=user,
            )
            for image in images
        ],
        batch_size=_PORTION,
    )
    index_references(images)
    index_for_search(GalleryImage, images)


def index_for_search(model: type[Model], rows: Sequence[Model]) -> None:
    """Add rows to every search index that follows saves."""
    if model is GalleryImage:
        prefetch_related_objects(list(rows), "tags")
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        for start in range(0, len(rows), _PORTION):
            backend.add_bulk(model, list(rows[start : start + _PORTION]))


def index_references(rows: Sequence[Model]) -> None:
    """Write what new rows refer to; they must have nothing in the index yet."""
    entries = [entry for row in rows for entry in _references_of(row)]
    ReferenceIndex.objects.bulk_create(entries, batch_size=_PORTION)


def _references_of(row: Model) -> Iterable[ReferenceIndex]:
    content_type = ContentType.objects.get_for_model(row, for_concrete_model=False)
    base = ReferenceIndex._get_base_content_type(row)
    for to_type, to_id, model_path, content_path in set(
        ReferenceIndex._extract_references_from_object(row)
    ):
        yield ReferenceIndex(
            content_type=content_type,
            base_content_type=base,
            object_id=row.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )


def _tag(pictures: Sequence[PicturePage], tags: Sequence[Sequence[str]]) -> None:
    """Store the tags; each picture holds its own in memory, so that nothing asks for them again."""
    known = _tag_rows({name for names in tags for name in names})
    for picture, names in zip(pictures, tags, strict=True):
        wanted = {known[name.lower()].pk: known[name.lower()] for name in names}
        rows = [PictureTag(content_object=picture, tag=tag) for tag in wanted.values()]
        picture._cluster_related_objects = {"tagged_items": rows, "wagtail_admin_comments": []}
    PictureTag.objects.bulk_create(
        [row for picture in pictures for row in picture._cluster_related_objects["tagged_items"]],
        batch_size=_PORTION,
    )


def _tag_rows(names: Iterable[str]) -> dict[str, Tag]:
    """Tags by their name in small letters, made where they are missing."""
    lowered = {name.lower(): name for name in names}
    found = _existing_tags(lowered)
    missing = [name for key, name in lowered.items() if key not in found]
    if not missing:
        return found
    # Whoever makes one of them at the same moment is no reason to fail.
    rows = [Tag(name=name, slug=Tag().slugify(name)) for name in missing]
    Tag.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_PORTION)
    found = _existing_tags(lowered)
    for key, name in lowered.items():
        if key not in found:  # another tag has its slug: taggit finds one that is free
            found[key] = Tag.objects.get_or_create(name=name)[0]
    return found


def _existing_tags(names: Iterable[str]) -> dict[str, Tag]:
    rows = Tag.objects.annotate(lowered=Lower("name")).filter(lowered__in=list(names))
    return {tag.name.lower(): tag for tag in rows.order_by("-pk")}


def _revise(pictures: Sequence[PicturePage], user: AbstractUser | None, publish: bool) -> None:
    now = timezone.now()
    page_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type=picture.content_type,
                base_content_type=page_type,
                object_id=str(picture.pk),
                created_at=now,
                user=user,
                object_str=str(picture),
                content=picture.serializable_data(),
            )
            for picture in pictures
        ],
        batch_size=_PORTION,
    )
    for picture, revision in zip(pictures, revisions, strict=True):
        picture.latest_revision = revision
        picture.latest_revision_created_at = now
        picture.live_revision = revision if publish else None
    _point_to_revisions(pictures, now, publish)


def _point_to_revisions(pictures: Sequence[PicturePage], now: datetime, publish: bool) -> None:
    """Write what differs from page to page alone; Django's CASE a row and column is slow."""
    pages = [Page(pk=picture.pk, latest_revision=picture.latest_revision) for picture in pictures]
    Page._base_manager.bulk_update(pages, ["latest_revision"], batch_size=_PORTION)
    live = F("latest_revision") if publish else None
    for start in range(0, len(pages), _PORTION):
        ids = [page.pk for page in pages[start : start + _PORTION]]
        rows = Page._base_manager.filter(pk__in=ids)
        rows.update(latest_revision_created_at=now, live_revision=live)


def _log_pages(
    pictures: Sequence[PicturePage], user: AbstractUser | None, actions: list[str]
) -> None:
    now, act = timezone.now(), uuid.uuid4()
    entries: list[Any] = [
        PageLogEntry(
            content_type=picture.content_type,
            page=picture,
            label=picture.title,
            action=action,
            timestamp=now,
            uuid=act,
            user=user,
            revision=picture.latest_revision,
            content_changed=True,
        )
        for action in actions
        for picture in pictures
    ]
    PageLogEntry.objects.bulk_create(entries, batch_size=_PORTION)
