"""From a result in the tray to a picture of the gallery: the server copies, nobody uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from pictures import duplicates
from pictures.models import GalleryImage, PicturePage
from pictures.publishing import create_picture
from sd_bridge.keep_words import Words, proposals, proposed_alt, proposed_title
from sd_bridge.keeping_many import KeepChoice, actions_for, keep_results
from sd_bridge.kept_results import image_of, locked_results, locked_topic, note_kept
from sd_bridge.made_with import note_made_with
from sd_bridge.models import Result
from sd_bridge.naming import language_of, title_in_series
from sd_bridge.refusals import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

__all__ = [
    "KeepChoice",
    "Words",
    "actions_for",
    "duplicates_of",
    "keep_for_picture",
    "keep_for_topic",
    "keep_results",
    "proposals",
]


def keep_for_topic(
    *, result: Result, topic: Page, user: AbstractUser, title: str = ""
) -> PicturePage:
    """A draft picture under `topic`; pressed again, the same one.

    Raises `NotAllowed`, `PageGone`, `ResultGone`, `IntakeError` or `PublishingError`; nothing is
    stored then.
    """
    with transaction.atomic():
        [locked] = locked_results([result], user).values()
        parent = locked_topic(topic)
        if not parent.permissions_for_user(user).can_add_subpage():
            raise NotAllowed
        if locked.kept_as_id is not None:
            return PicturePage.objects.get(pk=locked.kept_as_id)
        generation = locked.generation
        title = title.strip() or title_in_series(proposed_title(generation) or parent.title, parent)
        alt = proposed_alt(generation)
        with image_of(locked, title=title, description=alt, user=user) as image:
            picture = create_picture(
                topic=parent,
                image=image,
                title=title,
                user=user,
                alt_text=alt,
                format=generation.format,
                content_language=language_of(title),
            )
            locked.kept_as = picture
            note_kept(locked, image)
            note_made_with(picture, locked)
    return picture


def keep_for_picture(*, result: Result, user: AbstractUser) -> GalleryImage:
    """The image for a picture's form to take; the page itself is not touched.

    Pressed again, the same one. Raises as `keep_for_topic` does.
    """
    with transaction.atomic():
        [locked] = locked_results([result], user).values()
        if locked.kept_image is not None:
            return locked.kept_image
        generation = locked.generation
        title, alt = proposed_title(generation) or str(locked), proposed_alt(generation)
        with image_of(locked, title=title, description=alt, user=user) as image:
            note_kept(locked, image)
    return image


def duplicates_of(result: Result) -> list[GalleryImage]:
    """What the library has already of it: the same file, or one that looks nearly the same.

    The nearest first; the image that was made of the result itself does not count.
    """
    found = [*duplicates.exact(result.sha256), *duplicates.near(result.dhash)]
    by_key = {image.pk: image for image in found if image.pk != result.kept_image_id}
    return list(by_key.values())
