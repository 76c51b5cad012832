"""Authors take their pictures back.

What was never public is deleted at once, file and all. What was public is hidden, its likes and
comments with it; for fourteen days its author may undo that, then it is deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import log

from community import submission_review, submission_undoing
from community.models import Submission, SubmissionState
from community.submission_log import SUBMIT_AGAIN, WITHDRAW
from community.submission_signals import forget_images_of, silently
from community.submission_states import locked, move
from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User

KEPT = timedelta(days=14)


@transaction.atomic
def withdraw(submission: Submission, user: User) -> bool:
    """Take a picture back; False where it is withdrawn already. Its author's own, the caller says.

    Raises `Submission.DoesNotExist` where it was withdrawn and deleted.
    """
    row = locked(submission)
    picture = row.picture
    if row.state == SubmissionState.WITHDRAWN:
        return False
    if picture is None or picture.first_published_at is None:
        delete(row, user)
        return True
    submission_review.stop(picture, user)
    if picture.live:
        move(row, SubmissionState.WITHDRAWN, before=SubmissionState.PUBLISHED)
        with silently(picture):
            submission_undoing.hide(picture, user)
    else:
        move(row, SubmissionState.WITHDRAWN, before=row.state)
    log(instance=picture, action=WITHDRAW, user=user)
    submission.refresh_from_db()
    return True


@transaction.atomic
def undo_withdrawal(submission: Submission, user: User) -> bool:
    """Show it again as it was; False where it is not withdrawn, or its page is gone."""
    row = locked(submission)
    picture = row.picture
    if row.state != SubmissionState.WITHDRAWN or picture is None:
        return False
    before = row.state_before or SubmissionState.PUBLISHED
    if before == SubmissionState.PUBLISHED:
        submission_undoing.publish_again(picture, user)
    move(row, before)
    log(instance=picture, action=SUBMIT_AGAIN, user=user)
    submission.refresh_from_db()
    return True


def delete(row: Submission, user: User | None) -> None:
    """Delete a submission with its page and the files sent for it; in a transaction."""
    picture = row.picture
    row.delete()
    if picture is not None:
        forget_images_of(picture, row.author_id)
        DeletePageAction(picture, user=user).execute(skip_permission_checks=True)


def expire() -> int:
    """Delete what was withdrawn, and drafts that were not accepted, fourteen days ago; how many.

    Of a draft that was not accepted its author goes on reading why.
    """
    over = Submission.objects.filter(changed_at__lt=timezone.now() - KEPT, picture__isnull=False)
    gone = list(over.filter(state=SubmissionState.WITHDRAWN).values_list("pk", flat=True))
    refused = list(over.filter(state=SubmissionState.REJECTED).values_list("pk", flat=True))
    for pk in gone:
        _expire(pk, SubmissionState.WITHDRAWN)
    for pk in refused:
        _expire(pk, SubmissionState.REJECTED)
    return len(gone) + len(refused)


@transaction.atomic
def _expire(pk: int, state: str) -> None:
    row = Submission.objects.select_for_update().filter(pk=pk, state=state).first()
    if row is None or row.picture is None or row.picture.live:
        return
    if state == SubmissionState.WITHDRAWN:
        delete(row, None)
        return
    picture: PicturePage = row.picture
    DeletePageAction(picture).execute(skip_permission_checks=True)  # the signal keeps the row
