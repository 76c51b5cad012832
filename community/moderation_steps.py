"""Taking decisions back. What somebody else has decided since stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community import banning, deciding_submissions
from community import moderation_log as actions
from community.comments import set_state
from community.models import (
    Acquaintance,
    Comment,
    CommentState,
    Decision,
    Notification,
    Report,
    ReportState,
    Submission,
)
from community.moderating import Step
from pictures.models import GalleryImage, PicturePage, Sensitivity
from pictures.sensitivity import set_sensitivity

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def undo(*, by: User, decision_id: int | None = None) -> Decision | None:
    """Take back the last decision of `by`, or the one named; None where it is too late for that."""
    mine = Decision.objects.select_for_update().undoable_by(by.pk)
    decision = mine.filter(pk=decision_id).first() if decision_id else mine.first()
    if decision is None:
        return None
    for step in reversed(decision.steps):
        take_back(step, by=by)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    return decision


def take_back(step: Step | None, *, by: User) -> None:
    """Undo one step, where what it left still stands. Needs a transaction."""
    if step is None:
        return
    _BACK[step["kind"]](step, by)
    _open_again(step.get("reports", []))
    Notification.objects.filter(key__in=step.get("keys", []), seen_at=None).delete()


def _comment(step: Step, by: User) -> None:
    comment = Comment.objects.filter(pk=step["id"], state=step["after"]).first()
    if comment is not None and set_state(
        comment=comment, state=CommentState(step["before"]), reason=step["reason"]
    ):
        log(comment, actions.UNDO, user=by)


def _level(step: Step, by: User) -> None:
    images = GalleryImage.objects.filter(pk=step["id"], sensitivity=step["after"])
    if images.exists():
        set_sensitivity([step["id"]], Sensitivity(step["before"]))
        if page := PicturePage.objects.filter(pk=step["page"]).first():
            log(page, actions.UNDO, user=by)


def _reports(step: Step, by: User) -> None:
    """All there is to it follows for every step."""


def _ban(step: Step, by: User) -> None:
    user = get_user_model().objects.filter(pk=step["id"]).first()
    if user is not None:
        banning.restore(user, step["before"])
        log(user, actions.UNDO, user=by)


def _acquaintance(step: Step, by: User) -> None:
    Acquaintance.objects.filter(pk=step["id"]).delete()
    take_back(step["and"], by=by)


def _submission(step: Step, by: User) -> None:
    submission = Submission.objects.filter(pk=step["id"], state=step["after"]).first()
    if submission is not None:
        deciding_submissions.undo(submission, by)


def _open_again(report_ids: list[int]) -> None:
    for report in Report.objects.filter(pk__in=report_ids).exclude(state=ReportState.OPEN):
        key = f"report:{report.pk}:{report.state}:"
        Notification.objects.filter(key__startswith=key, seen_at=None).delete()
    Report.objects.filter(pk__in=report_ids).update(
        state=ReportState.OPEN, answer="", decided_by=None, decided_at=None
    )


_BACK = {
    "comment": _comment,
    "level": _level,
    "reports": _reports,
    "ban": _ban,
    "acquaintance": _acquaintance,
    "submission": _submission,
}
