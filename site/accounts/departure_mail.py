"""Mails to somebody who leaves, in the language in which they asked for it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import Departure, User


def requested(departure: Departure, token: str) -> None:
    """With the link that undoes it."""
    with translation.override(departure.language):
        undo = settings.BASE_URL + reverse("account_undo_departure", args=[token])
        _send(departure.user, "requested", {"departure": departure, "undo_address": undo})


def undone(user: User) -> None:
    _send(user, "undone", {})


def carried_out(departure: Departure) -> None:
    """The last mail; the address is forgotten with the account."""
    with translation.override(departure.language):
        _send(departure.user, "carried_out", {"departure": departure})


def _send(user: User, name: str, context: dict[str, Any]) -> None:
    address = EmailAddress.objects.get_primary_email(user)
    if not address:
        return
    context |= {
        "user": user,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_address": settings.BASE_URL,
    }
    subject = render_to_string(f"account/email/departure_{name}_subject.txt", context).strip()
    text = render_to_string(f"account/email/departure_{name}_message.txt", context).strip()
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
