"""Putting mails into the outbox: part of the caller's transaction, delivered after it."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from outbox.models import MAX_SUBJECT, Message
from outbox.tasks import deliver_message

if TYPE_CHECKING:
    from accounts.models import User


def put(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    user: User | None = None,
    about: Mapping[str, Any] | None = None,
) -> Message:
    """The message of that key: a new one, which is delivered after the transaction, or the old.

    `user` is whose mail it is: it goes with their account. Raises `BadHeaderError` where subject,
    address or a header holds a line break.
    """
    named = {"Message-ID": new_message_id(), **(headers or {})}
    EmailMultiAlternatives(subject, text, to=[to], headers=named).message()
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "user": user,
            "subject": subject[:MAX_SUBJECT],
            "text": text,
            "html": html,
            "headers": named,
            "about": dict(about or {}),
            "next_try_at": timezone.now(),
        },
    )
    if is_new:
        # The scheduler finds it too, should this never run.
        transaction.on_commit(lambda: deliver_message.enqueue(message.pk), robust=True)
    return message


def new_message_id() -> str:
    """Named after the site's own host: asking for the machine's name may take seconds."""
    return make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost")
