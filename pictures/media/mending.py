"""What can be put right without a decision. Nothing is deleted that cannot be made again."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.core.files.storage import storages
from django.utils import timezone

from pictures import renditions
from pictures.media import names
from pictures.media.checking import Finding, Kind
from pictures.media.files import walk
from pictures.models import GalleryImage, GalleryRendition

KEPT_FOR = timedelta(days=30)
"""How long a quarantined file can be brought back: longer than anybody goes without a backup."""

logger = logging.getLogger(__name__)


def mend(finding: Finding) -> bool:
    """Whether it was put right.

    A file without a row goes to quarantine; copies are made anew. An original that is missing or
    altered stays as it is: it has to come from a backup.
    """
    match finding.kind:
        case Kind.NO_ROW:
            return quarantine(finding.storage, finding.name)
        case Kind.STALE:
            return _make_copies(finding.pk)
        case Kind.UNSIGNED:
            _make_copies(finding.pk)  # tries again; as long as it fails, somebody has to look
        case Kind.NO_FILE if finding.model == GalleryRendition._meta.label_lower:
            return _forget_copy(finding)
    return False


def quarantine(alias: str, name: str) -> bool:
    """Move a file that no row names to `quarantine/<date>/<storage>/…` of the private storage.

    False where a row names it now, or it has gone.
    """
    source, target = storages[alias], storages[names.PRIVATE]
    if names.is_held(alias, name):
        return False
    place = f"{names.QUARANTINE}{timezone.localdate():%Y-%m-%d}/{alias}/{name}"
    try:
        with source.open(name, "rb") as file:
            target.save(place, file)
    except FileNotFoundError:
        return False
    source.delete(name)
    logger.warning("Moved a file that no row names to %s", place)
    return True


def empty_quarantine(before: date) -> int:
    """Delete what came into quarantine before that day; how many files."""
    storage = storages[names.PRIVATE]
    try:
        days, _files = storage.listdir(names.QUARANTINE)
    except FileNotFoundError:
        return 0
    count = 0
    for day in days:
        if _is_before(day, before):
            for name in list(walk(storage, f"{names.QUARANTINE}{day}/")):
                storage.delete(name)
                count += 1
    return count


def _is_before(folder: str, day: date) -> bool:
    try:
        return date.fromisoformat(folder) < day
    except ValueError:  # somebody put it there by hand
        return False


def _make_copies(pk: str) -> bool:
    renditions.request_sync([int(pk)])
    return True


def _forget_copy(finding: Finding) -> bool:
    """The row of a copy that is gone, so that the copy is made again."""
    rendition = GalleryRendition.objects.filter(pk=finding.pk, file=finding.name).first()
    if rendition is None:
        return True
    image_id = rendition.image_id
    rendition.delete()
    if GalleryImage.objects.filter(pk=image_id).exists():
        renditions.request_sync([image_id])
    return True
