"""From a result in the tray to a picture of the gallery: the server copies, nobody uploads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from pictures.intake import take_in
from pictures.library import add_image
from pictures.models import GalleryImage, PicturePage
from pictures.publishing import create_picture
from sd_bridge.access import may_generate, may_see
from sd_bridge.models import Generation, Result
from sd_bridge.naming import alt_from, language_of, title_from, title_in_series
from sd_bridge.refusals import NotAllowed, PageGone, ResultGone

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def keep_for_topic(
    *, result: Result, topic: Page, user: AbstractUser, title: str = ""
) -> PicturePage:
    """A draft picture under `topic`; pressed again, the same one.

    Raises `NotAllowed`, `PageGone`, `ResultGone`, `IntakeError` or `PublishingError`; nothing is
    stored then.
    """
    with transaction.atomic():
        locked = _locked(result, user)
        # The lock gives pictures that are kept at the same moment different titles.
        parent = Page.objects.select_for_update().filter(pk=topic.pk).first()
        if parent is None:
            raise PageGone
        if not parent.permissions_for_user(user).can_add_subpage():
            raise NotAllowed
        if locked.kept_as_id is not None:
            return PicturePage.objects.get(pk=locked.kept_as_id)
        generation = locked.generation
        title = title.strip() or title_in_series(proposed_title(generation) or parent.title, parent)
        with _image_of(locked, title=title, user=user) as image:
            picture = create_picture(
                topic=parent,
                image=image,
                title=title,
                user=user,
                alt_text=proposed_alt(generation),
                format=generation.format,
                content_language=language_of(title),
            )
            locked.kept_as = picture
            _note_kept(locked, image)
    return picture


def keep_for_picture(*, result: Result, user: AbstractUser) -> GalleryImage:
    """The image for a picture's form to take; the page itself is not touched.

    Pressed again, the same one. Raises as `keep_for_topic` does.
    """
    with transaction.atomic():
        locked = _locked(result, user)
        if locked.kept_image is not None:
            return locked.kept_image
        title = proposed_title(locked.generation) or str(locked)
        with _image_of(locked, title=title, user=user) as image:
            _note_kept(locked, image)
    return image


def proposed_title(generation: Generation) -> str:
    """Short; "" where the prompt has no words."""
    return title_from(generation.prompt)


def proposed_alt(generation: Generation) -> str:
    """What is to be seen, as far as the prompt tells; never the whole prompt."""
    return alt_from(generation.prompt)


def _locked(result: Result, user: AbstractUser) -> Result:
    """The row, locked until the transaction ends: a second press waits and finds it kept."""
    locked = Result.objects.select_for_update().filter(pk=result.pk).first()
    if locked is None:
        raise ResultGone
    if not (may_generate(user) and may_see(user, locked.generation)):
        raise NotAllowed
    return locked


@contextmanager
def _image_of(result: Result, *, title: str, user: AbstractUser) -> Iterator[GalleryImage]:
    """The gallery image of a result, made at the first time; its file goes if the block fails."""
    if result.kept_image is not None:
        yield result.kept_image
        return
    image = add_image(
        take_in(_data_of(result)),
        title=title,
        user=user,
        ai_generated=True,
        recipe=result.as_recipe(),
        description=proposed_alt(result.generation),
    )
    try:
        yield image
    except BaseException:
        image.file.storage.delete(image.file.name)
        raise


def _data_of(result: Result) -> bytes:
    if result.is_discarded or not result.file or result.expires_at <= timezone.now():
        raise ResultGone
    try:
        with result.file.open("rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise ResultGone from error


def _note_kept(result: Result, image: GalleryImage) -> None:
    result.kept_image = image
    result.kept_at = result.kept_at or timezone.now()
    result.save(update_fields=["kept_as", "kept_image", "kept_at"])
