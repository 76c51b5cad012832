"""One press of a key or button in the moderation area, on one tile or on many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import deciding_submissions as deciding
from community import moderating
from community.models import Comment, Decision, Submission
from community.moderating import Step
from community.moderation_reasons import Reason
from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User

MOST = 200  # at once


@dataclass(slots=True)
class Outcome:
    """What became of each: `done` includes those that were so already."""

    decision: Decision | None = None
    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses, and what they say; `seen` is the version of each submission they looked at."""

    by: User
    reason: Reason
    seen: Mapping[int, int]


def _accept(submission: Submission, press: Press) -> Step | None:
    seen = press.seen.get(submission.pk)
    return _decided(submission, deciding.accept(submission, press.by, seen=seen))


def _ask_changes(submission: Submission, press: Press) -> Step | None:
    reason = _needed(press.reason.for_user(submission.author_id))
    seen = press.seen.get(submission.pk)
    return _decided(submission, deciding.ask_changes(submission, press.by, reason, seen=seen))


def _reject(submission: Submission, press: Press) -> Step | None:
    reason = _needed(press.reason.for_user(submission.author_id))
    return _decided(submission, deciding.reject(submission, press.by, reason))


def _decided(submission: Submission, changed: bool) -> Step | None:
    return (
        {"kind": "submission", "id": submission.pk, "after": submission.state} if changed else None
    )


def _needed(words: str) -> str:
    if not words:
        raise ValidationError(_("Say why: the author reads it."))
    return words


def _sensitive_submission(submission: Submission, press: Press) -> Step | None:
    if submission.picture is None:
        raise deciding.NothingToDecideError
    return moderating.mark_sensitive(submission.picture, by=press.by, reason=press.reason)


Act = Callable[[Any, Press], "Step | None"]


def _with_reason(function: Callable[..., Step | None]) -> Act:
    return lambda target, press: function(target, by=press.by, reason=press.reason)


_dismiss = _with_reason(moderating.dismiss_reports)
_hide_comment = _with_reason(moderating.hide_comment)
_sensitive = _with_reason(moderating.mark_sensitive)

ACTS: dict[str, dict[str, Act]] = {
    "pictures": {
        "approve": _dismiss,
        "hide": _with_reason(moderating.hide_picture),
        "sensitive": _sensitive,
    },
    "comments": {"approve": _dismiss, "hide": _hide_comment},
    "people": {"approve": _dismiss},
    "held": {"approve": _with_reason(moderating.approve_held), "hide": _hide_comment},
    "newcomers": {
        "approve": lambda comment, press: moderating.welcome(comment, by=press.by),
        "hide": _hide_comment,
    },
    "submissions": {
        "approve": _accept,
        "changes": _ask_changes,
        "reject": _reject,
        "sensitive": _sensitive_submission,
    },
}


def act(*, press: Press, tab: str, action: str, ids: Iterable[int]) -> Outcome:
    """Do `action` of `tab` to each; what one refuses does not keep the others. `KeyError`."""
    does = ACTS[tab][action]
    outcome, steps = Outcome(), []
    with transaction.atomic():
        for target in _targets(tab, list(ids)[:MOST]):
            try:
                with transaction.atomic():
                    step = does(target, press)
            except PermissionDenied:
                outcome.refused[target.pk] = _("You do not decide on this one.")
            except (ValidationError, deciding.DecidingError) as error:
                words = error.messages if isinstance(error, ValidationError) else [str(error)]
                outcome.refused[target.pk] = " ".join(words)
            else:
                outcome.done.append(target.pk)
                steps += [step] if step else []
        if steps:
            outcome.decision = Decision.objects.create(
                by=press.by, action=f"{tab}.{action}"[:20], steps=steps, made_at=timezone.now()
            )
    return outcome


def _targets(tab: str, ids: list[int]) -> Iterable[Any]:
    if tab == "pictures":
        rows: Any = PicturePage.objects.select_related("image")
    elif tab == "people":
        rows = get_user_model().objects.all()
    elif tab == "submissions":
        rows = Submission.objects.select_related("picture__image", "author")
    else:
        rows = Comment.objects.select_related("picture", "author", "parent")
    return rows.filter(pk__in=ids).order_by("pk")
