"""Django's own mails, and those of every app that uses `django.core.mail`: into the outbox.

No request waits for a mail server, and a mail belongs to the transaction that sends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from hashlib import blake2b

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.html import strip_tags

from outbox.sending import new_message_id, put


class NotStorableError(ValueError):
    """A mail with attachments, or with parts that are neither plain text nor HTML."""


class OutboxBackend(BaseEmailBackend):
    """Stores each mail once for each of its readers, who do not learn of one another."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many mails were stored; the same one again is stored once."""
        return sum(bool(store(mail)) for mail in email_messages)


def store(mail: EmailMessage) -> int:
    """For how many readers; raises `NotStorableError` and `BadHeaderError`."""
    # Its place beside the other headers, where Django looks before it makes one itself.
    mail.extra_headers.setdefault("Message-ID", new_message_id())
    text, html = _words(mail)
    headers = {name: str(value) for name, value in mail.extra_headers.items()}
    headers["From"] = headers.get("From", mail.from_email)
    if mail.reply_to:
        headers.setdefault("Reply-To", ", ".join(mail.reply_to))
    readers = [parseaddr(reader)[1] for reader in mail.recipients()]
    for reader in readers:
        put(
            key=_key(headers["Message-ID"], reader),
            to=reader,
            subject=str(mail.subject),
            text=text,
            html=html,
            headers=headers,
        )
    return len(readers)


def _key(message_id: str, reader: str) -> str:
    return f"mail:{blake2b(f'{message_id} {reader}'.encode(), digest_size=20).hexdigest()}"


def _words(mail: EmailMessage) -> tuple[str, str]:
    """Plain text and HTML."""
    parts = [(str(content), kind) for content, kind in getattr(mail, "alternatives", [])]
    if mail.attachments or any(kind != "text/html" for _, kind in parts) or len(parts) > 1:
        raise NotStorableError("The outbox takes mails of plain text and HTML.")
    body = str(mail.body)
    if mail.content_subtype == "html":
        return strip_tags(body), body
    return body, parts[0][0] if parts else ""
