"""Copies that are right in everything but what they say: only that is exchanged.

A copy's address promises that its content never changes, so it gets another one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from pictures.marking.containers import CannotRewriteError, Carried, rewritten
from pictures.marking.packet import fingerprint

if TYPE_CHECKING:
    from pictures.models import GalleryImage, GalleryRendition


def remark(image: GalleryImage, mark: bytes) -> list[GalleryRendition]:
    """Have all copies of `image` carry `mark`; those that cannot be rewritten, to be made anew."""
    hopeless = []
    for rendition in image.renditions.exclude(mark=fingerprint(mark)).order_by("pk"):
        try:
            with rendition.file.open("rb") as file:
                data = rewritten(file.read(), Carried(mark))
        except (CannotRewriteError, FileNotFoundError):
            hopeless.append(rendition)
        else:
            _exchange(rendition, data, mark)
    return hopeless


def _exchange(rendition: GalleryRendition, data: bytes, mark: bytes) -> None:
    model = type(rendition)
    storage, old = rendition.file.storage, rendition.file.name
    with transaction.atomic():
        locked = model._default_manager.select_for_update().filter(pk=rendition.pk, file=old)
        if not locked.exists():  # another worker was faster
            return
        rendition.file.save(old.rpartition("/")[2], ContentFile(data), save=False)
        fresh = rendition.file.name
        rendition.mark = fingerprint(mark)
        try:
            with transaction.atomic():
                rendition.save(update_fields=["file", "mark"])
        except BaseException:
            storage.delete(fresh)
            raise
        transaction.on_commit(partial(storage.delete, old))
    rendition.purge_from_cache()
