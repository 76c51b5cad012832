"""What Wagtail does to a submitted picture is noted on its submission, and its author is told.

Curators may decide wherever Wagtail lets them: approve, ask for changes, publish, unpublish,
delete, move. What our own functions do, they note themselves (`silently`). Wagtail sends most of
these signals outside a transaction, and the row is locked: each receiver opens its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
)

from community.models import Submission, SubmissionState
from community.submission_states import decide, move, of_picture
from pictures import replacing
from pictures.models import GalleryImage, PicturePage
from topics.models import TopicPage

_silent: ContextVar[frozenset[int]] = ContextVar("silent_pictures", default=frozenset())
_OPEN = (SubmissionState.WAITING, SubmissionState.CHANGES)


@contextmanager
def silently(picture: PicturePage) -> Iterator[None]:
    """Note nothing of what happens to `picture` meanwhile: the caller does."""
    token = _silent.set(_silent.get() | {picture.pk})
    try:
        yield
    finally:
        _silent.reset(token)


def _of(picture_id: int | None) -> Submission | None:
    return None if picture_id in _silent.get() else of_picture(picture_id)


def _of_state(state: WorkflowState) -> Submission | None:
    return _of(int(state.object_id)) if state.object_id.isdigit() else None


@receiver(page_published, sender=PicturePage, dispatch_uid="submission published")
@transaction.atomic
def on_published(sender: type, instance: PicturePage, revision: Any = None, **kw: Any) -> None:
    if not instance.live or kw.get("in_bulk"):
        return  # scheduled for later, or imported
    row = _of(instance.pk)
    if row is not None:
        by = revision.user if revision and revision.user_id != row.author_id else None
        row.title = instance.title
        decide(row, SubmissionState.PUBLISHED, by=by)


@receiver(page_unpublished, sender=PicturePage, dispatch_uid="submission unpublished")
@transaction.atomic
def on_unpublished(sender: type, instance: PicturePage, **kw: Any) -> None:
    row = _of(instance.pk)
    if row is not None and row.state in (*_OPEN, SubmissionState.PUBLISHED):
        decide(row, SubmissionState.REMOVED, by=None)


@receiver(task_rejected, dispatch_uid="submission sent back")
@transaction.atomic
def on_rejected(sender: type, instance: TaskState, user: Any = None, **kw: Any) -> None:
    row = _of_state(instance.workflow_state)
    if row is not None:
        decide(row, SubmissionState.CHANGES, by=user, reason=instance.comment)


@receiver(task_submitted, dispatch_uid="submission waits")
@transaction.atomic
def on_submitted(sender: type, instance: TaskState, **kw: Any) -> None:
    row = _of_state(instance.workflow_state)
    if row is not None and row.state in (SubmissionState.CHANGES, SubmissionState.REJECTED):
        move(row, SubmissionState.WAITING)


@receiver(workflow_approved, dispatch_uid="submission approved by")
@transaction.atomic
def on_approved(sender: type, instance: WorkflowState, user: Any = None, **kw: Any) -> None:
    _sign(instance, user, reason=getattr(instance.current_task_state, "comment", ""))


@receiver(workflow_cancelled, dispatch_uid="submission published by")
@transaction.atomic
def on_cancelled(sender: type, instance: WorkflowState, user: Any = None, **kw: Any) -> None:
    _sign(instance, user)


def _sign(state: WorkflowState, user: Any, *, reason: str = "") -> None:
    """Who published; the signal of the publication itself does not always tell."""
    row = _of_state(state)
    if row is None or row.state != SubmissionState.PUBLISHED:
        return
    row.decided_by = row.decided_by or user
    row.reason = row.reason or reason[:500]
    row.save(update_fields=["decided_by", "reason"])


@receiver(post_page_move, dispatch_uid="submission moved")
@transaction.atomic
def on_moved(sender: type, instance: Page, parent_page_after: Page, **kw: Any) -> None:
    if TopicPage.objects.filter(pk=parent_page_after.pk).exists():
        Submission.objects.filter(picture_id=instance.pk).update(topic_id=parent_page_after.pk)


@receiver(pre_delete, sender=PicturePage, dispatch_uid="submission deleted")
@transaction.atomic
def on_deleted(sender: type, instance: PicturePage, **kw: Any) -> None:
    row = _of(instance.pk)
    if row is None:
        return
    forget_images_of(instance, row.author_id)
    row.picture = None
    if row.state in _OPEN:
        decide(row, SubmissionState.REJECTED, by=None)
    elif row.state == SubmissionState.PUBLISHED:
        decide(row, SubmissionState.REMOVED, by=None)


def forget_images_of(picture: PicturePage, author_id: int | None) -> None:
    """Once the page is gone, delete what its author sent for it and nothing else shows."""
    sent = GalleryImage.objects.filter(pk__in=replacing.revision_images(picture))
    ids = list(sent.filter(uploaded_by_user_id=author_id).values_list("pk", flat=True))
    transaction.on_commit(partial(replacing.remove_unused, ids), robust=True)
