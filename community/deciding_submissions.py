"""What curators and moderators decide on submissions; each decision once, in one transaction.

Where the topic has a workflow in Wagtail, a decision is a step of it, as if taken there; what
Wagtail does is noted on the submission by `community.submission_signals`. Each function answers
whether anything changed, and raises

    PermissionDenied        `by` does not decide on this picture, or not on this step
    NothingToDecideError    its page is gone, or it is not in a state for that
    ChangedMeanwhileError   its author has sent another version than `seen`, the id of a revision
    ValidationError         something is missing that publishing asks for
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community import submission_review, submission_undoing
from community.models import Submission, SubmissionState
from community.rights import EVERYWHERE, may_moderate
from community.submission_log import ASK_CHANGES, REJECT, UNDO
from community.submission_states import decide, locked
from pictures.models import PicturePage
from pictures.publishing import publish_picture

if TYPE_CHECKING:
    from accounts.models import User

PUBLISHED = SubmissionState.PUBLISHED
OPEN = (SubmissionState.WAITING, SubmissionState.CHANGES)


class DecidingError(Exception):
    """A decision that cannot be taken; the message is a sentence for who wanted to."""


class NothingToDecideError(DecidingError):
    def __str__(self) -> str:
        return _("There is nothing to decide here any more.")


class ChangedMeanwhileError(DecidingError):
    def __str__(self) -> str:
        return _("The author has changed the picture meanwhile. Please look at it again.")


@transaction.atomic
def accept(submission: Submission, by: User, *, seen: int | None = None) -> bool:
    """Publish the latest version, or pass it on to the next step of the topic's workflow."""
    row, picture = _begin(submission, by)
    if row.state == PUBLISHED:
        return False
    if row.state not in OPEN:
        raise NothingToDecideError
    if seen is not None and picture.latest_revision_id != seen:
        raise ChangedMeanwhileError
    picture.get_latest_revision_as_object().full_clean()
    if row.state == SubmissionState.CHANGES:
        submission_review.begin(picture, by)
    step = submission_review.open_step(picture)
    if step is None or not _may_take(step, picture, by, "approve"):
        publish_picture(picture, user=by)  # ends a workflow that is under way
    else:
        step.task.specific.on_action(step, by, "approve")
    _sign(row, by)
    submission.refresh_from_db()
    return True


@transaction.atomic
def ask_changes(submission: Submission, by: User, reason: str, *, seen: int | None = None) -> bool:
    """Send it back to its author; what is public of it stays."""
    row, picture = _begin(submission, by)
    if row.state == SubmissionState.CHANGES:
        return False
    if row.state != SubmissionState.WAITING:
        raise NothingToDecideError
    if seen is not None and picture.latest_revision_id != seen:
        raise ChangedMeanwhileError
    step = submission_review.open_step(picture)
    if step is not None and _may_take(step, picture, by, "reject"):
        step.task.specific.on_action(step, by, "reject", comment=reason)
    else:
        submission_review.stop(picture, by)
        decide(row, SubmissionState.CHANGES, by=by, reason=reason)
        log(instance=picture, action=ASK_CHANGES, user=by, data={"reason": row.reason})
    submission.refresh_from_db()
    return True


@transaction.atomic
def reject(submission: Submission, by: User, reason: str) -> bool:
    """Refuse it for good: a draft is kept for fourteen days, of a live picture only its edit goes.

    Its author reads the reason, and may send nothing more for it.
    """
    row, picture = _begin(submission, by)
    if row.state == SubmissionState.REJECTED:
        return False
    if row.state not in OPEN:
        raise NothingToDecideError
    submission_review.stop(picture, by)
    rejected = SubmissionState.REJECTED
    if picture.live:
        decide(row, PUBLISHED, by=by, reason=reason, before=rejected, outcome=rejected)
        submission_undoing.forget_edit(picture, by)
    else:
        decide(row, rejected, by=by, reason=reason)
    log(instance=picture, action=REJECT, user=by, data={"reason": row.reason})
    submission.refresh_from_db()
    return True


@transaction.atomic
def undo(submission: Submission, by: User) -> bool:
    """Take the last decision back: it waits again. A picture that was public before, stays so."""
    row, picture = _begin(submission, by)
    if row.state == SubmissionState.WAITING:
        return False
    if row.state == SubmissionState.WITHDRAWN or row.decided_at is None:
        raise NothingToDecideError
    decided = row.state
    submission_undoing.wait_again(row, picture, by)
    log(instance=picture, action=UNDO, user=by, data={"decision": decided})
    submission.refresh_from_db()
    return True


def _begin(submission: Submission, by: User) -> tuple[Submission, PicturePage]:
    """The locked rows, where `by` decides on them."""
    row = locked(submission)
    picture = row.picture
    if picture is None:
        raise NothingToDecideError
    if not may_moderate(by, picture):
        raise PermissionDenied
    return row, picture


def _may_take(step, picture: PicturePage, by: User, action: str) -> bool:
    """Whether the workflow lets `by` take this step; moderators of everything pass it over."""
    actions = {name for name, _label, _modal in step.task.specific.get_actions(picture, by)}
    if action in actions:
        return True
    if not by.has_perm(EVERYWHERE):
        raise PermissionDenied
    return False


def _sign(row: Submission, by: User) -> None:
    """Name who decided: Wagtail's signal of a publication does not tell."""
    row.refresh_from_db()
    if row.state == PUBLISHED and row.decided_by_id != by.pk:
        Submission.objects.filter(pk=row.pk).update(decided_by=by)
