"""Handing messages to the mail server: each by one worker at a time, again until it is taken."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from outbox.attempting import Outcome, attempt, attempt_due, unless_away
from outbox.models import Message
from outbox.wanted import is_wanted

logger = logging.getLogger(__name__)

AWAY = "outbox:away"
KEPT = timedelta(days=30)


class NotTakenError(Exception):
    """The server did not say that it took the mail."""


def deliver(message_id: int) -> Outcome:
    """Send one message, if it is due and no other worker has it. Failures are noted, not raised."""
    message = Message.objects.select_related("user").filter(pk=message_id).first()
    return attempt(message, is_wanted=is_wanted, send=_try)


def _try(message: Message) -> Outcome:
    try:
        with _server() as server:
            if not server.send_messages([_mail(message, server)]):
                raise NotTakenError("not taken")
            # Before saying goodbye to the server: it has the mail, whatever comes now.
            message.note_sent()
    except (OSError, NotTakenError) as error:
        message.note_failure(f"{type(error).__name__}: {error}")
        logger.warning("Message %s could not be sent: %s", message.pk, type(error).__name__)
        return Outcome.AWAY if _is_away(error) else Outcome.REFUSED
    return Outcome.SENT


@contextmanager
def _server() -> Iterator[BaseEmailBackend]:
    server = get_connection(settings.OUTBOX_EMAIL_BACKEND)
    server.open()
    try:
        yield server
    finally:
        with suppress(OSError):
            server.close()


def _mail(message: Message, server: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = dict(message.headers)
    sender = headers.pop("From", None)
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        sender,
        [message.to],
        headers={"Auto-Submitted": "auto-generated", **headers},
        connection=server,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _is_away(error: Exception) -> bool:
    """Whether the next message would fare no better."""
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return True
    answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return isinstance(error, OSError) and not isinstance(error, answered)


def deliver_now(message_id: int) -> Outcome:
    """What the task does: leaves it to the scheduler while the server is known to be away."""
    return unless_away(AWAY, lambda: deliver(message_id))


def deliver_due() -> int:
    """Send what is due, the oldest first, until a server is away; how many were sent."""
    return attempt_due(Message.objects.all(), deliver)[0]


def forget_old() -> int:
    """Delete what has been finished for a month; how many."""
    return Message.objects.finished_before(timezone.now() - KEPT).delete()[0]
