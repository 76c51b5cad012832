"""Moving a submission from one state to the next: what is noted, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from community.models import NotificationKind, Submission, SubmissionState
from community.notifying import notify

if TYPE_CHECKING:
    from accounts.models import User

EDITABLE = (SubmissionState.WAITING, SubmissionState.CHANGES, SubmissionState.PUBLISHED)
"""States in which its author may change words and file."""
FINAL = (SubmissionState.REJECTED, SubmissionState.REMOVED, SubmissionState.WITHDRAWN)


def locked(submission: Submission) -> Submission:
    """The row as it is now, held until the end of the transaction. Raises `DoesNotExist`."""
    return Submission.objects.select_for_update().get(pk=submission.pk)


def of_picture(picture_id: int | None) -> Submission | None:
    """The locked submission of a picture, if it came as one."""
    rows = Submission.objects.select_for_update().filter(picture_id=picture_id)
    return rows.first() if picture_id else None


def decide(
    submission: Submission,
    state: str,
    *,
    by: User | None,
    reason: str = "",
    before: str = "",
    outcome: str = "",
) -> bool:
    """Note a decision and tell the author, by default what the state says.

    False where it stood so already.
    """
    if submission.state == state:
        return False
    submission.state, submission.state_before = state, before
    submission.reason = reason.strip()[:500]
    submission.decided_by, submission.decided_at = by, timezone.now()
    submission.changed_at = submission.decided_at
    submission.save()
    tell(submission, outcome=outcome)
    return True


def move(submission: Submission, state: str, *, before: str = "") -> None:
    """Note a change that nobody has to be told: by the author, or of a decision taken back."""
    submission.state, submission.state_before = state, before
    submission.changed_at = timezone.now()
    if state == SubmissionState.WAITING:
        submission.decided_by = submission.decided_at = None
    submission.save()


def tell(submission: Submission, *, outcome: str = "") -> None:
    """Have the author hear of the decision, and of nothing that is being deleted."""
    moment = int((submission.decided_at or timezone.now()).timestamp() * 1000)
    notify(
        submission.author_id,
        NotificationKind.SUBMISSION_DECIDED,
        key=f"submission:{submission.pk}:{moment}",
        actor=submission.decided_by,
        picture=submission.picture,
        outcome=outcome or submission.state,
        reason=submission.reason,
    )
