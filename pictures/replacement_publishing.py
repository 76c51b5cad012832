"""Publishing a picture's other file: its copies are made first, so that it is never seen without.

A request makes no copies, so a task does it; until then the picture shows what it showed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks import task
from wagtail.models import Page, Revision

from pictures import renditions
from pictures.formats import PictureFormat
from pictures.models import GalleryImage, PicturePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

logger = logging.getLogger(__name__)

_coming: ContextVar[tuple[int, PictureFormat] | None] = ContextVar("coming_image", default=None)


@contextmanager
def _about_to_be_seen(image_id: int, format: PictureFormat) -> Iterator[None]:
    """Meanwhile copies of the image are made as if it were public."""
    token = _coming.set((image_id, format))
    try:
        yield
    finally:
        _coming.reset(token)


@renditions.register_public_use
def formats_of_what_comes(image: GalleryImage) -> set[PictureFormat]:
    """The format of the image that is being published now."""
    coming = _coming.get()
    return {coming[1]} if coming and coming[0] == image.pk else set()


def request_publication(picture: PicturePage, *, user: AbstractUser) -> None:
    """Have the worker publish the latest revision once the change is stored."""
    revision_id = Page.objects.values_list("latest_revision_id", flat=True).get(pk=picture.pk)
    transaction.on_commit(partial(publish_with_copies.enqueue, revision_id, user.pk))


@task(queue_name="default")
def publish_with_copies(revision_id: int, user_id: int) -> bool:
    """Make the copies of the revision's image, then publish it; whether it was published.

    It is not where something later has been published, the page is gone, locked or reviewed by
    now, or something is missing; the draft stays then, and no copy that nobody sees.
    """
    revision = Revision.objects.filter(pk=revision_id).first()
    user = get_user_model()._default_manager.filter(pk=user_id).first()
    if revision is None or user is None or not _is_wanted(revision, user):
        return False
    draft = revision.as_object()
    if draft.image is None:
        return False
    try:
        with _about_to_be_seen(draft.image.pk, PictureFormat(draft.format)):
            renditions.sync(draft.image)
            return _publish(revision, user)
    finally:
        renditions.request_sync([draft.image.pk])


def _publish(revision: Revision, user: AbstractUser) -> bool:
    with transaction.atomic():
        Page.objects.select_for_update().filter(pk=revision.object_id).first()
        if not _is_wanted(revision, user):
            return False
        try:
            revision.as_object().full_clean()
        except ValidationError as error:
            logger.warning("Picture %s stays a draft: %s", revision.object_id, error)
            return False
        revision.publish(user=user)
    return True


def _is_wanted(revision: Revision, user: AbstractUser) -> bool:
    """Whether nothing later is public, and `user` could publish the page at this moment."""
    pages = PicturePage.objects.select_related("live_revision")
    page = pages.filter(pk=revision.object_id).first()
    if page is None or page.workflow_in_progress:
        return False
    may = page.permissions_for_user(user)
    shown = page.live_revision
    is_latest = shown is None or shown.created_at <= revision.created_at
    return is_latest and may.can_publish() and not may.page_locked()
