"""What moderators and curators decide on pictures, comments and reports.

Each function is one transaction, checks the right of `by` to decide there (`PermissionDenied`),
and answers the step it took, or None where everything was so already. A step says what was there
before, so that `community.moderation_steps.take_back` can undo it. Reporters and the member
concerned are told. Nothing here happens by itself: no number of reports hides anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community import moderation_log as actions
from community.comments import set_state
from community.models import (
    Acquaintance,
    Comment,
    CommentState,
    NotificationKind,
    Report,
    ReportState,
)
from community.moderation_reasons import Reason, as_reason
from community.moderation_scope import decides_everywhere
from community.notifying import notify
from community.rights import may_moderate
from pictures.models import PicturePage, Sensitivity
from pictures.sensitivity import set_sensitivity

if TYPE_CHECKING:
    from accounts.models import User

Step = dict[str, Any]


def hide_comment(comment: Comment, *, by: User, reason: Reason | str = "") -> Step | None:
    """Nobody but its author and moderators reads it any more; reports on it are upheld."""
    return _set_comment(comment, CommentState.HIDDEN, by, as_reason(reason), actions.HIDE_COMMENT)


def show_comment(comment: Comment, *, by: User, reason: Reason | str = "") -> Step | None:
    """Everyone reads it (again)."""
    return _set_comment(comment, CommentState.VISIBLE, by, as_reason(reason), actions.SHOW_COMMENT)


approve_held = show_comment
"""A held comment is shown for the first time, and announced then."""


@transaction.atomic
def _set_comment(
    comment: Comment, state: CommentState, by: User, reason: Reason, action: str
) -> Step | None:
    _check(by, comment.picture)
    before, earlier_reason = comment.state, comment.reason
    words = reason.for_user(comment.author_id)
    changed = set_state(comment=comment, state=state, reason=words)
    outcome = ReportState.UPHELD if state == CommentState.HIDDEN else ReportState.DISMISSED
    reports = decide_reports(Report.objects.filter(comment=comment), outcome, by, reason)
    if not changed:
        return {"kind": "reports", "reports": reports} if reports else None
    log(comment, action, user=by, data=_record(reason))
    key = _key("comment", comment.pk, state)
    notify(
        comment.author_id,
        NotificationKind.COMMENT_DECIDED,
        key=key,
        actor=by,
        picture=comment.picture,
        comment=comment,
        outcome=state,
        reason=words,
    )
    return {
        "kind": "comment",
        "id": comment.pk,
        "before": before,
        "after": str(state),
        "reason": earlier_reason,
        "reports": reports,
        "keys": [key],
    }


def mark_sensitive(picture: PicturePage, *, by: User, reason: Reason | str = "") -> Step | None:
    """Its image is blurred until asked for, wherever it is shown; reports on it are upheld."""
    return _set_level(picture, Sensitivity.SENSITIVE, by, as_reason(reason), actions.SENSITIVE)


def hide_picture(picture: PicturePage, *, by: User, reason: Reason | str = "") -> Step | None:
    """Its image is no longer public, wherever it is shown; reports on it are upheld."""
    return _set_level(picture, Sensitivity.HIDDEN, by, as_reason(reason), actions.HIDE_PICTURE)


@transaction.atomic
def _set_level(
    picture: PicturePage, level: Sensitivity, by: User, reason: Reason, action: str
) -> Step | None:
    _check(by, picture)
    if picture.image_id is None:
        return None
    _check_elsewhere(picture, by)
    before = set_sensitivity([picture.image_id], level)
    reports = decide_reports(Report.objects.filter(picture=picture), ReportState.UPHELD, by, reason)
    if not before:
        return {"kind": "reports", "reports": reports} if reports else None
    log(picture, action, user=by, data=_record(reason))
    key = _key("picture", picture.pk, level)
    notify(
        picture.author_id,
        NotificationKind.PICTURE_DECIDED,
        key=key,
        actor=by,
        picture=picture,
        outcome=level,
        reason=reason.for_user(picture.author_id),
    )
    return {
        "kind": "level",
        "id": picture.image_id,
        "page": picture.pk,
        "before": before[picture.image_id],
        "after": str(level),
        "reports": reports,
        "keys": [key],
    }


def _check_elsewhere(picture: PicturePage, by: User) -> None:
    """The level is the image's: whoever sets it decides wherever the image hangs."""
    if decides_everywhere(by):
        return
    for other in PicturePage.objects.filter(image_id=picture.image_id).exclude(pk=picture.pk):
        _check(by, other)


def dismiss_report(report: Report, *, by: User, reason: Reason | str = "") -> Step | None:
    """What was reported stays as it is."""
    return _decide_report(report, ReportState.DISMISSED, by, as_reason(reason))


def uphold_report(report: Report, *, by: User, reason: Reason | str = "") -> Step | None:
    """The reporter was right; what follows of that is decided apart from this."""
    return _decide_report(report, ReportState.UPHELD, by, as_reason(reason))


def dismiss_reports(
    target: PicturePage | Comment | User, *, by: User, reason: Reason | str = ""
) -> Step | None:
    """All open reports on one thing: it stays as it is."""
    column = {PicturePage: "picture", Comment: "comment"}.get(type(target), "person")
    found = Report.objects.filter(**{column: target, "state": ReportState.OPEN})
    with transaction.atomic():
        _check_target(by, column, target)
        ids = decide_reports(found, ReportState.DISMISSED, by, as_reason(reason))
    return {"kind": "reports", "reports": ids} if ids else None


@transaction.atomic
def _decide_report(report: Report, state: ReportState, by: User, reason: Reason) -> Step | None:
    column = next(name for name in ("picture", "comment", "person") if getattr(report, name))
    _check_target(by, column, getattr(report, column))
    ids = decide_reports(Report.objects.filter(pk=report.pk), state, by, reason)
    report.refresh_from_db()
    return {"kind": "reports", "reports": ids} if ids else None


def decide_reports(found: Any, state: ReportState, by: User, reason: Reason) -> list[int]:
    """Decide the open ones of `found` and tell who reported. Needs a transaction."""
    rows = list(found.filter(state=ReportState.OPEN).select_for_update().order_by("pk"))
    for row in rows:
        words = reason.for_user(row.reporter_id)
        Report.objects.filter(pk=row.pk).update(
            state=state, answer=words, decided_by=by, decided_at=timezone.now()
        )
        log(row, actions.REPORT[state], user=by, data=_record(reason))
        notify(
            row.reporter_id,
            NotificationKind.REPORT_DECIDED,
            key=_key("report", row.pk, state),
            actor=by,
            picture=row.picture,
            comment=row.comment,
            outcome=state,
            reason=words,
        )
    return [row.pk for row in rows]


@transaction.atomic
def welcome(comment: Comment, *, by: User) -> Step | None:
    """Its author is known from now on; a first comment that was held is shown."""
    _check(by, comment.picture)
    if comment.author_id is None:
        return None
    _row, is_new = Acquaintance.objects.get_or_create(
        user_id=comment.author_id, defaults={"seen_by": by}
    )
    shown = approve_held(comment, by=by) if comment.state == CommentState.HELD else None
    if not is_new:
        return shown
    return {"kind": "acquaintance", "id": comment.author_id, "and": shown}


def _check_target(by: User, column: str, target: Any) -> None:
    if column == "person":
        if not decides_everywhere(by):
            raise PermissionDenied
    else:
        _check(by, target if column == "picture" else target.picture)


def _check(by: User, picture: PicturePage) -> None:
    if not may_moderate(by, picture):
        raise PermissionDenied


def _record(reason: Reason) -> dict[str, str]:
    return {"reason": reason.on_record}


def _key(kind: str, pk: int, state: str) -> str:
    """Another one each time: what is decided anew after an undo is told anew."""
    return f"{kind}:{pk}:{state}:{timezone.now():%y%m%d%H%M%S%f}"
