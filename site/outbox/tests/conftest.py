"""The outbox as in production, and a real mail server behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from outbox.events import KINDS, EventKind, event_kind
from outbox.models import Message, Webhook
from outbox.sending import put
from outbox.tests.mail_sink import Sink, running_sink
from outbox.tests.web_servers import OPEN, Web, web

SMTP = "django.core.mail.backends.smtp.EmailBackend"
STORED = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "generate"]}
}


@pytest.fixture
def outbox(settings):
    """Mails go into the database, tasks wait for workers."""
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"
    settings.OUTBOX_EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 1
    settings.TASKS = STORED
    return settings


@pytest.fixture
def sink(outbox) -> Iterator[Sink]:
    with running_sink() as sink:
        outbox.EMAIL_PORT = sink.port
        yield sink


@pytest.fixture
def letter(db) -> Callable[..., Message]:
    """Put a mail to Bo: `letter("test:2", subject="…")`."""

    def put_letter(key: str = "test:1", **more) -> Message:
        words = {"to": "bo@example.com", "subject": "새 그림 1장", "text": "안녕하세요", **more}
        return put(key=key, **words)

    return put_letter


@pytest.fixture
def receiver(outbox) -> Iterator[Web]:
    """A real server that webhooks may reach: it lies inside, and the operator has named it."""
    outbox.WEBHOOK_PRIVATE_HOSTS = [OPEN]
    with web() as receiver:
        yield receiver


@pytest.fixture
def webhook(receiver, db) -> Webhook:
    """Listens to `thing.happened`; its receiver says 204."""
    url = receiver.gives("/hook?key=1", b"", 204)
    return Webhook.objects.create(name="Channel", url=url, events=["thing.happened"])


@pytest.fixture
def happened() -> Iterator[EventKind]:
    yield event_kind("thing.happened", "A thing happened")
    KINDS.pop("thing.happened")
