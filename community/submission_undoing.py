"""Putting a picture back to where it stood before a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import PageLogEntry, Revision

from community import submission_review
from community.models import Submission, SubmissionState
from community.submission_signals import silently
from community.submission_states import move
from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User

_SIDES = ("wagtail.publish", "wagtail.unpublish")


def wait_again(row: Submission, picture: PicturePage, by: User) -> None:
    """Undo the decision noted on the locked `row`."""
    if row.state == SubmissionState.REMOVED:
        publish_again(picture, by)
        move(row, SubmissionState.PUBLISHED)
        return
    if row.state == SubmissionState.PUBLISHED:
        if row.state_before == SubmissionState.REJECTED:
            _edit_again(row, picture, by)
        else:
            _unpublish(picture, by)
    move(row, SubmissionState.WAITING)
    submission_review.begin(_fresh(picture), by)


def forget_edit(picture: PicturePage, by: User) -> None:
    """Make what is public the latest version again; the edit stays in the history."""
    public = picture.live_revision
    if public is not None and public.pk != picture.latest_revision_id:
        with silently(picture):
            publish(_as_latest(public, by), by, log_action=False)
        picture.refresh_from_db()


def publish_again(picture: PicturePage, by: User | None) -> None:
    """Publish what was public last."""
    last = _sides(picture, "wagtail.publish").first()
    revision = last.revision if last is not None else None
    with silently(picture):
        publish(revision or picture.get_latest_revision(), by)
    picture.refresh_from_db()


def publish(revision: Revision, by: User | None, *, log_action: bool = True) -> None:
    """As Wagtail does, for members too, who have no right there: the caller has checked theirs."""
    action = PublishPageRevisionAction(revision, user=by, log_action=log_action)
    action.execute(skip_permission_checks=True)


def hide(picture: PicturePage, by: User | None) -> None:
    """Unpublish it, as `publish` does."""
    UnpublishPageAction(picture, user=by).execute(skip_permission_checks=True)


def _unpublish(picture: PicturePage, by: User) -> None:
    """Hide what the decision published, or show again what was public before it."""
    sides = list(_sides(picture, *_SIDES)[:2])
    was_public = len(sides) == 2 and sides[1].action == "wagtail.publish"
    with silently(picture):
        if was_public and sides[1].revision is not None:
            publish(sides[1].revision, by)
        else:
            hide(picture, by)


def _edit_again(row: Submission, picture: PicturePage, by: User) -> None:
    """Bring back the edit that was not accepted."""
    edits = picture.revisions.filter(created_at__lt=row.decided_at)
    edit = edits.order_by("-created_at", "-pk").first()
    if edit is not None:
        _as_latest(edit, by)


def _as_latest(revision: Revision, by: User) -> Revision:
    old = revision.as_object()
    return old.save_revision(user=by, log_action=True, previous_revision=revision, clean=False)


def _sides(picture: PicturePage, *actions: str):
    """When the picture went public or was hidden, the latest first."""
    entries = PageLogEntry.objects.filter(page_id=picture.pk, action__in=actions)
    return entries.select_related("revision").order_by("-timestamp", "-pk")


def _fresh(picture: PicturePage) -> PicturePage:
    return PicturePage.objects.get(pk=picture.pk)
