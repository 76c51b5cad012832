"""Pictures of people: taken in like every other, kept small, in a collection of their own.

Nothing of the file is kept but its pixels, 512 px at most on a side: where and with what somebody
photographed themselves is nobody's business.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.models import Collection

from community.models import Profile
from pictures.formats import PictureFormat
from pictures.intake import TakenIn, take_in, take_in_with_sample
from pictures.library import add_image
from pictures.models import GalleryImage
from pictures.renditions import register_public_use, request_sync, sync

COLLECTION = "Profiles"
_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture that passed intake, ready to be somebody's."""

    taken: TakenIn
    ai_generated: bool


def read_portrait(file: BinaryIO | bytes, *, name: str = "") -> Portrait:
    """Check a file and make it small; raises `IntakeError` with `name` in its sentence."""
    taken, sample = take_in_with_sample(file, name=name)
    target = io.BytesIO()
    sample.save(target, "JPEG", quality=_QUALITY, subsampling=0)
    is_made = bool(taken.recipe.prompt or taken.recipe.model)
    return Portrait(take_in(target.getvalue(), name=name), is_made)


def set_picture(profile: Profile, portrait: Portrait) -> GalleryImage:
    """Make it the picture of `profile`; the one before is deleted with its files."""
    stored: list[tuple[Storage, str]] = []
    try:
        with transaction.atomic():
            locked = Profile.objects.select_for_update().get(pk=profile.pk)
            image = _store(locked, portrait)
            stored.append((image.file.storage, image.file.name))
            _replace(locked, image)
    except BaseException:
        for storage, name in stored:
            storage.delete(name)
        raise
    profile.image = image
    return image


def remove_picture(profile: Profile) -> None:
    """Delete the picture of `profile` with its files; nothing happens where there is none."""
    with transaction.atomic():
        locked = Profile.objects.select_for_update().get(pk=profile.pk)
        _replace(locked, None)
    profile.image = None


def move_focal_point(image: GalleryImage, *, across: int, down: int) -> None:
    """Cut the round picture around this place, in percent of width and height."""
    image.focal_point_x = round(image.width * across / 100)
    image.focal_point_y = round(image.height * down / 100)
    image.focal_point_width = image.focal_point_height = 1
    image.focal_point_proposed = False
    with transaction.atomic():
        image.save()
        transaction.on_commit(lambda: sync(image))


def focal_percent(image: GalleryImage) -> tuple[int, int]:
    """Where the focal point is, as `move_focal_point` takes it; the middle where there is none."""
    if image.focal_point_x is None or image.focal_point_y is None:
        return 50, 50
    return (
        min(round(100 * image.focal_point_x / image.width), 100),
        min(round(100 * image.focal_point_y / image.height), 100),
    )


@register_public_use
def formats_of_profiles(image: GalleryImage) -> set[PictureFormat]:
    """Square where it is the picture of somebody who has a page."""
    used = Profile.objects.filter(image=image, hidden_at__isnull=True, user__is_active=True)
    return {PictureFormat.SQUARE} if used.exists() else set()


def discard(image: GalleryImage) -> None:
    """Delete a picture that is nobody's any more, unless an editor has hung it elsewhere."""
    try:
        with transaction.atomic():
            image.delete()
    except ProtectedError:
        request_sync([image.pk])


def profile_collection() -> Collection:
    """Where pictures of people lie, apart from those that editors choose from."""
    found = Collection.objects.filter(name=COLLECTION, depth=2)
    with transaction.atomic():
        collection = found.first()
        if collection is None:
            root = Collection.objects.select_for_update().get(
                pk=Collection.get_first_root_node().pk
            )
            collection = found.first() or root.add_child(name=COLLECTION)
    return collection


def _store(profile: Profile, portrait: Portrait) -> GalleryImage:
    image = add_image(
        portrait.taken,
        title=_("Profile picture"),
        user=profile.user,
        ai_generated=portrait.ai_generated,
    )
    image.collection = profile_collection()
    image.dhash = ""  # it is no double of anything in the gallery
    image.save(update_fields=["collection", "dhash"])
    return image


def _replace(profile: Profile, image: GalleryImage | None) -> None:
    before, profile.image = profile.image, image
    profile.save(update_fields=["image"])
    if before is not None:
        discard(before)
    if image is not None:
        transaction.on_commit(lambda: sync(image))
