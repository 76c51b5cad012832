"""Small private copies of what members send: for their own lists and for those who decide.

A draft has no public copies. One is made when it is first asked for, under a name that follows
from its image, and goes with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http.response import HttpResponseBase
from PIL import Image

from pictures.file_views import private, stored_file
from pictures.intake import open_reduced
from pictures.media.names import PRIVATE, register_possible
from pictures.models import GalleryImage
from pictures.models.gallery_image import private_storage

SIDE = 768  # px, the longest
_QUALITY = 80


def name_of(image: GalleryImage) -> str:
    return f"submissions/{image.sha256[:2] or '00'}/{image.sha256[:32]}-{image.pk}.webp"


def answer(image: GalleryImage) -> HttpResponseBase:
    """The copy, for a view that has checked who asks; 404 where the original is gone."""
    storage, name = private_storage(), name_of(image)
    if not storage.exists(name) and storage.exists(image.file.name):
        _make(image, name)
    return private(stored_file(storage, name))


def _make(image: GalleryImage, name: str) -> None:
    storage = private_storage()
    with image.file.open("rb") as original:
        pixels, _factor = open_reduced(original, at_least=SIDE, name=image.title)
    pixels.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    pixels.save(target, "WEBP", quality=_QUALITY, method=2)
    written = storage.save(name, ContentFile(target.getvalue()))
    if written != name:  # somebody else was faster
        storage.delete(written)


@receiver(post_delete, sender=GalleryImage, dispatch_uid="thumbnail of a submission")
def forget(sender: type, instance: GalleryImage, **kw: Any) -> None:
    transaction.on_commit(partial(private_storage().delete, name_of(instance)), robust=True)


@partial(register_possible, PRIVATE)
def possible_names() -> Iterator[str]:
    """Those of all images: which have one is known only by looking."""
    for image in GalleryImage.objects.only("pk", "sha256").order_by().iterator(chunk_size=2000):
        yield name_of(image)
