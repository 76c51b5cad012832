"""Submitted pictures of members who leave.

Connected before `community.departing`, which takes the names from what stays.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import departing
from community import submission_files, submission_review, submission_undoing
from community.models import Submission, SubmissionState
from community.submission_states import move
from community.submission_withdrawing import delete
from pictures.models import PicturePage


@receiver(departing, dispatch_uid="submissions of who leaves")
def on_departing(sender: Any, user: User, keep: list[str], **kw: Any) -> None:
    """What is public stays where its author wanted that, without name; all else is deleted."""
    submission_files.forget_all(user.pk)
    for row in Submission.objects.select_for_update().filter(author=user).order_by("pk"):
        if "pictures" in keep and row.picture is not None and row.picture.live:
            _leave(row, row.picture, user)
        else:
            delete(row, user)


def _leave(row: Submission, picture: PicturePage, user: User) -> None:
    """Let a public picture be, without the edit that was to be decided."""
    submission_review.stop(picture, user)
    submission_undoing.forget_edit(picture, user)
    if row.state != SubmissionState.PUBLISHED:
        move(row, SubmissionState.PUBLISHED)
