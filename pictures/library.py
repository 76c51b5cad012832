"""Gallery images come into being here, whichever door their file came through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection

from pictures.intake import TakenIn
from pictures.models import GalleryImage
from pictures.recipe import Recipe

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def describe(image: GalleryImage, taken: TakenIn, *, name: str = "") -> None:
    """Write what intake learnt of a file to the unsaved `image`; its focal point if it has none."""
    image.width, image.height = taken.width, taken.height
    image.file_size = len(taken.data)
    image.file_format = taken.format
    image.sha256 = taken.sha256
    image.dhash = taken.dhash
    image.dominant_colour = taken.dominant_colour
    image.raw_metadata = taken.raw_metadata
    image.recipe_data = taken.recipe.as_json()
    image.original_name = name[-255:]
    if image.focal_point_x is None or image.focal_point_proposed:
        focal = taken.focal_point
        image.focal_point_x, image.focal_point_y = focal.x, focal.y
        image.focal_point_width, image.focal_point_height = focal.width, focal.height
        image.focal_point_proposed = True


def add_image(
    taken: TakenIn,
    *,
    title: str,
    user: AbstractUser | None,
    ai_generated: bool = True,
    origin: str = "",
    recipe: Recipe | None = None,
    description: str = "",
    name: str = "",
) -> GalleryImage:
    """Store a file that passed intake. `recipe` replaces what the file itself tells.

    The file is removed again where the row cannot be stored, also by a surrounding transaction's
    failure: call it inside the transaction that makes use of it.
    """
    image = GalleryImage(
        title=title[:255],
        description=description[:255],
        ai_generated=ai_generated,
        origin=origin,
        uploaded_by_user=user,
        collection=Collection.get_first_root_node(),
    )
    describe(image, taken, name=name)
    if recipe is not None:
        image.recipe_data = recipe.as_json()
    image.file.save(f"original.{taken.extension}", ContentFile(taken.data), save=False)
    image._set_file_hash()
    try:
        with transaction.atomic():
            image.save()
    except BaseException:
        image.file.storage.delete(image.file.name)
        raise
    return image
