"""Levels of sensitivity: set for many images at once, and obeyed wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from pictures import visibility
from pictures.models import GalleryImage, PicturePage, Sensitivity
from pictures.renditions import request_sync


def set_sensitivity(image_ids: Iterable[int], level: Sensitivity) -> dict[int, str]:
    """Give these images `level`; the earlier level of those that had another, by their id."""
    with transaction.atomic():
        images = GalleryImage.objects.select_for_update().filter(pk__in=list(image_ids))
        before = dict(images.exclude(sensitivity=level).values_list("pk", "sensitivity"))
        GalleryImage.objects.filter(pk__in=before).update(sensitivity=level)
        obey(before)
    return before


def obey(image_ids: Iterable[int]) -> None:
    """Have lists and copies follow the levels of these images."""
    ids = sorted(image_ids)
    visibility.refresh(PicturePage.objects.filter(image_id__in=ids))
    request_sync(ids)
