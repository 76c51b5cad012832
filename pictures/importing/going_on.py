"""Imports that nobody looks through before: what is read becomes a picture by itself.

A program brings files and says beforehand what becomes of near ones. The batch's key keeps that, so
that whoever reads a zip in the background knows how to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from pictures.importing import batches, editing, registering
from pictures.importing.access import may_change, require_topic
from pictures.models import ImportBatch, ImportSource, ImportState, NearDecision

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

PREFIX = "by-itself:"


def begin(
    user: AbstractUser, topic: Page, *, licence: str, publish: bool, near: str
) -> ImportBatch:
    """An empty batch that goes on by itself; `near` is `import` or `skip`.

    Raises `NotAllowedError`, or `ImportRefusedError` where the topic is closed to `user`.
    """
    key = PREFIX + NearDecision(near)
    batch = batches.start_batch(user=user, topic=topic, licence=licence, publish=publish, key=key)
    try:
        require_topic(user, topic, publish=publish, name=topic.title)
    except BaseException:
        batch.delete()
        raise
    return batch


def go_on(batch: ImportBatch) -> int:
    """Have what was read become pictures; how many files will. 0 for imports of the screen."""
    user = batch.user
    if not batch.key.startswith(PREFIX) or user is None or not may_change(user, batch):
        return 0
    near = batch.files.filter(state=ImportState.NEAR)
    editing.decide_near(user, near, batch.key.removeprefix(PREFIX))
    return registering.register(user, batch)


def left_lying(before) -> int:
    """Go on with batches whose worker was lost after reading; how many."""
    rows = ImportBatch.objects.filter(
        key__startswith=PREFIX,
        files__state__in=(ImportState.READY, ImportState.NEAR),
        files__updated_at__lt=before,
    ).distinct()
    unread = ImportSource.objects.filter(is_read=False).values("batch_id")
    found = list(rows.exclude(pk__in=unread))
    for batch in found:
        go_on(batch)
    return len(found)
