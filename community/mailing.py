"""Whom we may write to, where, and how they make it stop with one press."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Departure
from community.models import Digest, Profile
from pictures.addresses import absolute

SALT = "community.mail"


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail that a member may switch off: the field of their profile, and its value."""

    words: Promise
    field: str
    off: object = False


KINDS = {
    "digest": MailKind(_("mails about new pictures of your subscriptions"), "digest", Digest.NEVER),
    "replies": MailKind(_("mails about replies and mentions"), "mail_replies"),
    "decisions": MailKind(
        _("mails about your submissions, comments and reports"), "mail_decisions"
    ),
}


def wants(profile: Profile, kind: str) -> bool:
    return getattr(profile, KINDS[kind].field) != KINDS[kind].off


def mailbox(user_id: int) -> str | None:
    """The address of theirs that is known to be theirs; None while they are leaving."""
    if Departure.objects.filter(pk=user_id).exists():
        return None
    known = EmailAddress.objects.filter(user_id=user_id, verified=True, user__is_active=True)
    return known.order_by("-primary", "pk").values_list("email", flat=True).first()


def stop_address(user_id: int, kind: str, language: str) -> str:
    """Where that kind of mail is switched off, without a log-in. It does not expire."""
    token = signing.dumps([user_id, kind], salt=SALT)
    with translation.override(language):
        return absolute(reverse("stop_mail", args=[token]))


def stop_headers(address: str) -> dict[str, str]:
    """RFC 8058: what lets mail programs show a button for it."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def read_stop_token(token: str) -> tuple[int, str] | None:
    """Whose mail of which kind; None for a token that this site did not make."""
    try:
        user_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (user_id, kind) if kind in KINDS else None


def stop(user_id: int, kind: str) -> None:
    chosen = KINDS[kind]
    Profile.objects.filter(user_id=user_id).update(**{chosen.field: chosen.off})
