"""Levels of sensitivity: set for many images at once, and obeyed wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

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


def may_change(user: AbstractUser | AnonymousUser, image: GalleryImage) -> bool:
    policy = policy_registry.get_by_type(GalleryImage)
    return policy.user_has_permission_for_instance(user, "change", image)


def change_sensitivity(
    user: AbstractUser | AnonymousUser, image: GalleryImage, level: Sensitivity
) -> None:
    """Give one image `level`, and note who did. Raises `PermissionDenied`."""
    if not may_change(user, image):
        raise PermissionDenied
    if set_sensitivity([image.pk], level):
        log(image, "pictures.sensitivity", user=user, data={"level": level.value})
    image.sensitivity = level


def obey(image_ids: Iterable[int]) -> None:
    """Have lists and copies follow the levels of these images."""
    ids = sorted(image_ids)
    visibility.refresh(PicturePage.objects.filter(image_id__in=ids))
    request_sync(ids)
