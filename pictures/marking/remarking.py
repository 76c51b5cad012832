"""Copies that are right in everything but what they say: only that is exchanged.

A copy's address promises that its content never changes, so it gets another one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from pictures.marking.containers import CannotRewriteError, Carried, rewritten
from pictures.marking.packet import packet
from pictures.marking.signing import mark_of, sealed

if TYPE_CHECKING:
    from pictures.marking.statement import Statement
    from pictures.models import GalleryImage, GalleryRendition

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def remark(image: GalleryImage, said: Statement) -> list[GalleryRendition]:
    """Have all copies of `image` say that; those that cannot be rewritten, to be made anew."""
    hopeless = []
    for rendition in image.renditions.exclude(mark=mark_of(said)).order_by("pk"):
        try:
            with rendition.file.open("rb") as file:
                data = rewritten(file.read(), Carried(packet(said)))
        except (CannotRewriteError, FileNotFoundError):
            hopeless.append(rendition)
            continue
        data, mark = sealed(data, _TYPES[rendition.file.name.rpartition(".")[2]], said)
        if mark != rendition.mark:  # else it could not be signed, as before
            _exchange(rendition, data, mark)
    return hopeless


def _exchange(rendition: GalleryRendition, data: bytes, mark: str) -> None:
    model = type(rendition)
    storage, old = rendition.file.storage, rendition.file.name
    with transaction.atomic():
        locked = model._default_manager.select_for_update().filter(pk=rendition.pk, file=old)
        if not locked.exists():  # another worker was faster
            return
        rendition.file.save(old.rpartition("/")[2], ContentFile(data), save=False)
        fresh = rendition.file.name
        rendition.mark = mark
        try:
            with transaction.atomic():
                rendition.save(update_fields=["file", "mark"])
        except BaseException:
            storage.delete(fresh)
            raise
        transaction.on_commit(partial(storage.delete, old))
    rendition.purge_from_cache()
