"""Another file for a picture that keeps its page: address, words, likes and comments stay.

A new file is a new gallery image; the old one is kept as long as a revision of the picture refers
to it, so that it can be brought back here as well as in Wagtail's history.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from pictures.formats import propose_format
from pictures.intake import TakenIn
from pictures.library import add_image
from pictures.models import GalleryImage, GalleryRendition, ImportFile, PicturePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

_NO_USE = (GalleryRendition, ImportFile)  # copies, and the record of how files came in
MOST_EARLIER = 20
REPLACED, BROUGHT_BACK = "pictures.replace_file", "pictures.bring_back_file"


class NotEarlierError(ValueError):
    """The picture never had that image, or shows it now."""

    def __str__(self) -> str:
        return _("This is no earlier file of the picture.")


def replace_file(
    picture: PicturePage,
    taken: TakenIn,
    *,
    user: AbstractUser | None,
    name: str = "",
    keeps_recipe: bool = False,
) -> GalleryImage:
    """Give the draft of `picture` a new image of a file that passed intake.

    What is public does not change until the draft is published. What was said of the old image
    (sensitivity, AI or not) holds for the new one, and with `keeps_recipe` the picture's recipe.
    Nothing is stored where this fails, unless a surrounding transaction fails later: then the
    caller removes the file of the image.
    """
    draft = picture.get_latest_revision_as_object()
    old: GalleryImage | None = draft.image
    image: GalleryImage | None = None
    try:
        with transaction.atomic():
            image = add_image(
                taken,
                title=draft.title,
                user=user,
                ai_generated=old.ai_generated if old else True,
                origin=old.origin if old else "",
                description=old.description if old else "",
                name=name,
            )
            if old is not None and old.sensitivity != image.sensitivity:
                image.sensitivity = old.sensitivity
                image.save(update_fields=["sensitivity"])
            _show(draft, image, user, REPLACED, keeps_recipe=keeps_recipe)
    except BaseException:
        if image is not None:
            image.file.storage.delete(image.file.name)
        raise
    return image


def bring_back(
    picture: PicturePage,
    image: GalleryImage,
    *,
    user: AbstractUser | None,
    keeps_recipe: bool = False,
) -> None:
    """Give the draft of `picture` an image that it had before.

    Raises `NotEarlierError` on another.
    """
    if image not in earlier_images(picture):
        raise NotEarlierError
    with transaction.atomic():
        draft = picture.get_latest_revision_as_object()
        _show(draft, image, user, BROUGHT_BACK, keeps_recipe=keeps_recipe)


def earlier_images(picture: PicturePage) -> list[GalleryImage]:
    """Images of earlier revisions that the draft no longer shows, the latest first."""
    current = picture.get_latest_revision_as_object().image_id
    ids = [pk for pk in revision_images(picture) if pk != current][:MOST_EARLIER]
    images = GalleryImage.objects.in_bulk(ids)
    return [images[pk] for pk in ids if pk in images]


def revision_images(picture: PicturePage) -> list[int]:
    """Ids of all images that revisions of `picture` name, the latest first."""
    rows = picture.revisions.order_by("-created_at", "-pk").values_list("content__image", flat=True)
    found = [*rows, picture.image_id]
    return list(dict.fromkeys(pk for pk in found if pk is not None))


def save_draft(draft: PicturePage, *, user: AbstractUser | None, action: str | bool = True) -> None:
    """Store `draft` as the latest revision, and as the row itself where nothing is public yet.

    `action` names it in the log.
    """
    draft.minimal_clean()
    if not draft.live:
        draft.save(clean=False)
    draft.save_revision(user=user, log_action=action, clean=False)


def remove_unused(image_ids: Iterable[int]) -> int:
    """Delete those images, with their files, that nothing refers to any more; how many."""
    removed = 0
    for image in GalleryImage.objects.filter(pk__in=list(image_ids)):
        if is_used(image):
            continue
        try:
            with transaction.atomic():
                image.delete()
        except ProtectedError:  # somebody took it meanwhile
            continue
        removed += 1
    return removed


def is_used(image: GalleryImage) -> bool:
    """Whether a page, a revision of one, a profile or anything else refers to `image`."""
    for relation in GalleryImage._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete and relation.is_relation
        if not is_reverse or relation.many_to_many or relation.related_model in _NO_USE:
            continue
        if relation.related_model._default_manager.filter(**{relation.field.name: image}).exists():
            return True
    pages = ContentType.objects.get_for_model(Page)
    since = Revision.objects.filter(base_content_type=pages, created_at__gte=image.created_at)
    return since.filter(content__image=image.pk).exists()


def _show(
    draft: PicturePage,
    image: GalleryImage,
    user: AbstractUser | None,
    action: str,
    *,
    keeps_recipe: bool,
) -> None:
    old = draft.image
    if old is not None and draft.format == propose_format(old.width, old.height):
        draft.format = ""  # it was proposed, and is proposed again
    draft.image = image
    if keeps_recipe:
        draft.recipe_image_id = image.pk  # another image would bring its own
    save_draft(draft, user=user, action=action)
