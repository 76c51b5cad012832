"""Whether somebody who is signed in may take part, told in a sentence where they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.models import Ban

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

# What others read of somebody: it needs an address that we know is theirs.
NEEDS_EMAIL = frozenset({"comment", "submit", "report"})
DOINGS = NEEDS_EMAIL | {"like", "subscribe", "collect", "profile"}


def refusal(user: AbstractUser | AnonymousUser, doing: str) -> str | None:
    """Why `user` may not do `doing` (one of `DOINGS`) now, in a sentence for them; None: they may.

    Whether they are signed in at all is not asked here: a visitor's action waits for their log-in
    (`community.intents`).
    """
    if doing not in DOINGS:
        raise ValueError(doing)
    if not user.is_authenticated:
        return None
    ban = Ban.objects.in_force().filter(user_id=user.pk).first()
    if ban is not None:
        return _banned(ban)
    if doing in NEEDS_EMAIL and not has_verified_email(user):
        return _("Please verify your e-mail address first; you find it in your settings.")
    return None


def has_verified_email(user: AbstractUser) -> bool:
    """Whether an address is known to be theirs. Those who work here are known anyway."""
    return EmailAddress.objects.filter(user_id=user.pk, verified=True).exists() or user.has_perm(
        "wagtailadmin.access_admin"
    )


def _banned(ban: Ban) -> str:
    if ban.until is None:
        return _("You may look, but no longer take part here: %(reason)s") % {"reason": ban.reason}
    return _("You may not take part here until %(day)s: %(reason)s") % {
        "day": date_format(localtime(ban.until), "DATETIME_FORMAT"),
        "reason": ban.reason,
    }
