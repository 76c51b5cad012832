"""From rows that are ready to picture pages: a chunk at a time, each in one transaction.

A chunk is stored whole, its rows' state with it, or not at all: a killed worker's chunk is simply
taken again. Nothing is copied: the file that intake left becomes the original of the image.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from pictures import bulk, bulk_records
from pictures.importing.access import require_change, require_topic
from pictures.importing.refusals import ImportRefusedError
from pictures.models import (
    GalleryImage,
    ImportBatch,
    ImportFile,
    ImportState,
    NearDecision,
    PicturePage,
)
from pictures.models.gallery_image import private_storage
from pictures.naming import language_of
from pictures.publishing import default_visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AbstractUser

CHUNK = 100  # pictures; half a second, after which other tasks have their turn
MAX_TEXT = 8 * 1024 * 1024  # characters of metadata in one chunk
_CODES = {"alt_text": "no_alt_text", "title": "no_title"}


def register(
    user: AbstractUser, batch: ImportBatch, files: Iterable[ImportFile] | None = None
) -> int:
    """Have these files, or all, become pictures in the background; how many will.

    Only ready ones do. One that lacks a topic, or whose topic is closed to `user`, fails with the
    reason. Raises `NotAllowedError`.
    """
    require_change(user, batch)
    with transaction.atomic():
        ImportBatch.objects.select_for_update().get(pk=batch.pk)
        rows = batch.files.filter(state=ImportState.READY).select_related("topic")
        if files is not None:
            rows = rows.filter(pk__in=[file.pk for file in files])
        wanted = _admitted(list(rows), user)
        mark_importing(wanted)
        if wanted:
            transaction.on_commit(partial(enqueue, batch.pk))
    return len(wanted)


def mark_importing(rows: Sequence[ImportFile]) -> None:
    ImportFile.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ImportState.IMPORTING, error_code="", error_params={}, updated_at=timezone.now()
    )


def enqueue(batch_id: int) -> None:
    from pictures.importing.tasks import register_import

    register_import.enqueue(batch_id)


def register_chunk(batch: ImportBatch, *, limit: int = CHUNK) -> list[ImportFile]:
    """Make pictures of the next rows that are being imported, and settle those that cannot be.

    The rows in their new states; none where nothing is left to do.
    """
    with transaction.atomic():
        ImportBatch.objects.select_for_update().get(pk=batch.pk)
        # One chunk at a time on the whole site: two that bring the same file see each other.
        root = Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
        rows = list(batch.files.filter(state=ImportState.IMPORTING).select_related("topic")[:limit])
        groups: dict[tuple[int | None, bool], list[ImportFile]] = defaultdict(list)
        for row in _without_duplicates(rows):
            if _is_complete(row):
                groups[row.topic_id, row.publish].append(row)
        for (_topic, publish), group in sorted(groups.items(), key=lambda item: item[0]):
            _register(group, root, user=batch.user, publish=publish)
    return rows


def _next(batch: ImportBatch, limit: int) -> list[int]:
    """The rows of a chunk, fewer where they carry much text: each text is held several times."""
    waiting = batch.files.filter(state=ImportState.IMPORTING)
    chosen: list[int] = []
    room = MAX_TEXT
    for pk, size in waiting.values_list("pk", "facts__text_size")[:limit]:
        room -= size or 0
        if chosen and room < 0:
            break
        chosen.append(pk)
    return chosen


def _admitted(rows: Sequence[ImportFile], user: AbstractUser | None) -> list[ImportFile]:
    """Those that `user` may bring where they shall go; of the others the reason is stored."""
    answers: dict[tuple[int | None, bool], ImportRefusedError | None] = {}
    admitted = []
    for row in rows:
        place = row.topic_id, row.publish
        if place not in answers:
            answers[place] = _refusal(row, user)
        if error := answers[place]:
            _fail(row, error.code, **error.params)
        else:
            admitted.append(row)
    return admitted


def _refusal(row: ImportFile, user: AbstractUser | None) -> ImportRefusedError | None:
    if row.topic is None:
        return ImportRefusedError("no_topic")
    try:
        require_topic(user, row.topic, publish=row.publish)
    except ImportRefusedError as error:
        return error
    return None


def _without_duplicates(rows: Sequence[ImportFile]) -> list[ImportFile]:
    """Those whose bytes nobody else has brought since they were read."""
    known = GalleryImage.objects.filter(sha256__in={row.sha256 for row in rows}).order_by("-pk")
    images = {image.sha256: image for image in known}
    fresh: list[ImportFile] = []
    seen: dict[str, ImportFile] = {}
    for row in rows:
        image, twin = images.get(row.sha256), seen.get(row.sha256)
        if row.decision != NearDecision.IMPORT and (image or twin):
            row.state, row.duplicate_of, row.twin = ImportState.DUPLICATE, image, twin
            row.save()
        else:
            seen[row.sha256] = row
            fresh.append(row)
    return fresh


def _is_complete(row: ImportFile) -> bool:
    """Whether `row` can become a picture; if not, the reason is stored."""
    if row.topic is None:
        _fail(row, "topic_gone")
    elif not row.file.name or not private_storage().exists(row.file.name):
        _fail(row, "file_gone")
    elif error := bulk.problems_of(_page(row, image_of(row, None)), publish=row.publish):
        _fail_validation(row, error)
    else:
        return True
    return False


def _fail(row: ImportFile, code: str, **params: str) -> None:
    row.state, row.error_code, row.error_params = ImportState.FAILED, code, params
    row.save(update_fields=["state", "error_code", "error_params", "updated_at"])


def _fail_validation(row: ImportFile, error: ValidationError) -> None:
    fields = list(getattr(error, "error_dict", {}))
    if fields and fields[0] in _CODES and not getattr(row, fields[0]).strip():
        _fail(row, _CODES[fields[0]])
    else:
        _fail(row, "invalid", reason=" ".join(error.messages))


def _register(
    rows: Sequence[ImportFile], root: Collection, *, user: AbstractUser | None, publish: bool
) -> None:
    try:
        with transaction.atomic():
            _store(rows, root, user=user, publish=publish)
    except bulk.TopicGoneError:
        for row in rows:
            _fail(row, "topic_gone")


def _store(
    rows: Sequence[ImportFile], root: Collection, *, user: AbstractUser | None, publish: bool
) -> None:
    images = GalleryImage.objects.bulk_create([image_of(row, user, root) for row in rows])
    bulk_records.record_images(images, user=user)
    pages = [_page(row, image, user) for row, image in zip(rows, images, strict=True)]
    visibility = default_visibility(rows[0].topic)
    for page in pages:
        page.recipe_visibility = visibility
    tags = [row.tags for row in rows]
    bulk.register_pictures(rows[0].topic, pages, tags=tags, user=user, publish=publish)
    for row, image, page in zip(rows, images, pages, strict=True):
        row.image, row.picture, row.state = image, page, ImportState.DONE
        row.file.name, row.error_code, row.error_params = "", "", {}
    ImportFile.objects.bulk_update(rows, ["image", "picture"])
    ImportFile.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ImportState.DONE, file="", error_code="", error_params={}, updated_at=timezone.now()
    )


def image_of(
    row: ImportFile, user: AbstractUser | None, root: Collection | None = None
) -> GalleryImage:
    """The unsaved gallery image of a row; nothing is decoded again."""
    facts = row.facts
    focal = facts.get("focal_point") or [None] * 4
    return GalleryImage(
        title=row.title[:255],
        description=row.alt_text[:255],
        uploaded_by_user=user,
        collection=root,
        file=row.file.name,
        width=row.width,
        height=row.height,
        file_size=row.size,
        file_hash=facts.get("file_hash", ""),
        file_format=facts.get("format", ""),
        sha256=row.sha256,
        dhash=row.dhash,
        dominant_colour=facts.get("dominant_colour", "#808080"),
        raw_metadata=facts.get("raw_metadata", {}),
        recipe_data=row.recipe_data,
        original_name=row.name,
        focal_point_x=focal[0],
        focal_point_y=focal[1],
        focal_point_width=focal[2],
        focal_point_height=focal[3],
        focal_point_proposed=True,
    )


def _page(row: ImportFile, image: GalleryImage, user: AbstractUser | None = None) -> PicturePage:
    return PicturePage(
        title=row.title.strip(),
        image=image,
        alt_text=row.alt_text.strip(),
        licence=row.licence,
        author=user,
        owner=user,
        content_language=language_of(f"{row.title} {row.alt_text}"),
    )
