"""Who may not take part for a while, or no longer. Moderators of everything decide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import Departure
from community import moderation_log as actions
from community.models import Ban, NotificationKind, Profile, Report, ReportState
from community.moderating import Step, decide_reports
from community.moderation_reasons import Reason, as_reason
from community.moderation_scope import decides_everywhere
from community.notifying import notify

if TYPE_CHECKING:
    from accounts.models import User

BEFORE = ("reason", "until", "hides_profile", "banned_by_id")


@transaction.atomic
def ban(
    user: User,
    *,
    by: User,
    reason: Reason | str,
    until: datetime | None = None,
    hides_profile: bool = False,
) -> Step | None:
    """`user` may look, but not take part, until then or for good; reports on them are upheld.

    A later ban replaces an earlier one. Nobody bans themselves, nor, unless they administer the
    site, somebody who works in the admin: `PermissionDenied`.
    """
    check_may_ban(by, user)
    reason = as_reason(reason)
    words = reason.for_user(user.pk)
    row = Ban.objects.select_for_update().filter(user=user).first()
    before = _as_step(row)
    new = {"reason": words, "until": until, "hides_profile": hides_profile}
    reports = decide_reports(Report.objects.filter(person=user), ReportState.UPHELD, by, reason)
    if row is not None and all(getattr(row, name) == value for name, value in new.items()):
        return {"kind": "reports", "reports": reports} if reports else None
    Ban.objects.update_or_create(user=user, defaults={**new, "banned_by": by})
    _show_page(user, not hides_profile)
    log(user, actions.BAN, user=by, data={"reason": reason.on_record})
    key = f"ban:{user.pk}:{timezone.now():%y%m%d%H%M%S%f}"
    notify(
        user.pk,
        NotificationKind.MEMBER_DECIDED,
        key=key,
        actor=by,
        outcome="banned",
        reason=words,
    )
    return {"kind": "ban", "id": user.pk, "before": before, "reports": reports, "keys": [key]}


@transaction.atomic
def unban(user: User, *, by: User) -> Step | None:
    """`user` may take part again, and has their page again."""
    check_may_ban(by, user)
    row = Ban.objects.select_for_update().filter(user=user).first()
    if row is None:
        return None
    before = _as_step(row)
    row.delete()
    _show_page(user, True)
    log(user, actions.UNBAN, user=by)
    key = f"unban:{user.pk}:{timezone.now():%y%m%d%H%M%S%f}"
    notify(user.pk, NotificationKind.MEMBER_DECIDED, key=key, actor=by, outcome="unbanned")
    return {"kind": "ban", "id": user.pk, "before": before, "reports": [], "keys": [key]}


def restore(user: User, before: dict | None) -> None:
    """The ban, or none, that there was."""
    Ban.objects.filter(user=user).delete()
    if before is not None:
        until = before["until"] and datetime.fromisoformat(before["until"])
        Ban.objects.create(user=user, **{**before, "until": until})
    _show_page(user, not (before and before["hides_profile"]))


def end_bans() -> int:
    """Give back the pages of those whose ban is over; how many. For the scheduler."""
    over = Ban.objects.filter(until__lte=timezone.now(), hides_profile=True)
    rows = list(over.select_related("user"))
    for row in rows:
        with transaction.atomic():
            Ban.objects.filter(pk=row.pk).update(hides_profile=False)
            _show_page(row.user, True)
    return len(rows)


def check_may_ban(by: User, user: User) -> None:
    works_here = user.has_perm("wagtailadmin.access_admin")
    if not decides_everywhere(by) or user.pk == by.pk or (works_here and not by.is_superuser):
        raise PermissionDenied


def _show_page(user: User, shown: bool) -> None:
    """Of somebody who is leaving, the page stays hidden."""
    profiles = Profile.objects.filter(user=user)
    if not shown:
        profiles.filter(hidden_at=None).update(hidden_at=timezone.now())
    elif not Departure.objects.filter(user=user).exists():
        profiles.update(hidden_at=None)


def _as_step(row: Ban | None) -> dict | None:
    if row is None:
        return None
    values = {name: getattr(row, name) for name in BEFORE}
    return {**values, "until": row.until and row.until.isoformat()}
