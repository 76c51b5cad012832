"""What every way of keeping does: lock the results, copy their files into the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from pictures.intake import take_in
from pictures.library import add_image
from pictures.models import GalleryImage, Origin
from sd_bridge.access import may_generate, may_see
from sd_bridge.models import Result
from sd_bridge.refusals import NotAllowed, PageGone, ResultGone

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def locked_results(results: Iterable[Result], user: AbstractUser) -> dict[int, Result]:
    """The rows by key, locked until the transaction ends: a second press waits and finds them kept.

    Raises `ResultGone` or `NotAllowed`.
    """
    wanted = {result.pk for result in results}
    # Always in this order, so that two presses never wait for each other.
    rows = Result.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(wanted):
        raise ResultGone
    if not (may_generate(user) and all(may_see(user, row.generation) for row in found.values())):
        raise NotAllowed
    return found


def locked_topic(topic: Page) -> Page:
    """The row, locked: pictures kept at the same moment get different titles. Or `PageGone`."""
    parent = Page.objects.select_for_update().filter(pk=topic.pk).first()
    if parent is None:
        raise PageGone
    return parent


@contextmanager
def image_of(
    result: Result, *, title: str, description: str, user: AbstractUser
) -> Iterator[GalleryImage]:
    """The gallery image of a result, made at the first time; its file goes if the block fails.

    Raises `ResultGone` or `IntakeError`.
    """
    if result.kept_image is not None:
        yield result.kept_image
        return
    image = add_image(
        take_in(_data_of(result)),
        title=title,
        user=user,
        ai_generated=True,
        origin=_origin(result),
        recipe=result.as_recipe(),
        description=description,
    )
    try:
        yield image
    except BaseException:
        image.file.storage.delete(image.file.name)
        raise


def note_kept(result: Result, image: GalleryImage) -> None:
    result.kept_image = image
    result.kept_at = result.kept_at or timezone.now()
    result.save(update_fields=["kept_as", "kept_image", "kept_at"])


def _origin(result: Result) -> str:
    """Made from a picture that no AI had made, it is a composite of both."""
    source = result.generation.source_image
    return Origin.COMPOSITE if source is not None and not source.ai_generated else Origin.UNKNOWN


def _data_of(result: Result) -> bytes:
    if result.is_discarded or not result.file or result.expires_at <= timezone.now():
        raise ResultGone
    try:
        with result.file.open("rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise ResultGone from error
