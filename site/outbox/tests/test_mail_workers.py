"""Real worker processes and a real clock deliver mails; killed ones neither lose nor repeat any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from outbox.delivering import Outcome, deliver, deliver_due, deliver_now
from outbox.models import LEASE, Message, MessageState
from outbox.tests.mail_sink import Sink, free_port
from scheduling.tests.processes import kill, running_command, wait_until

pytestmark = [
    pytest.mark.workers,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WORKER = ("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.2")


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def env(sink: Sink) -> dict[str, str]:
    return {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}


class TestWorkers:
    def test_deliver_what_a_request_put(self, sink, client, bo, tmp_path):
        client.post(reverse("account_reset_password"), {"email": bo.email})
        with running_command(*WORKER, folder=tmp_path, **env(sink)):
            wait_until(lambda: sink.taken)
        assert sink.taken[0]["To"] == bo.email

    def test_killed_in_the_middle_lose_nothing_and_send_nothing_twice(self, sink, letter, tmp_path):
        message = letter()
        sink.mode = "holds"
        with running_command(*WORKER, folder=tmp_path, **env(sink)) as worker:
            assert sink.is_holding.wait(60)
            kill(worker)
        sink.mode = "takes"
        assert state_of(message) == MessageState.SENDING
        assert deliver_due() == 0
        Message.objects.update(next_try_at=message.next_try_at - LEASE)
        with running_command("scheduler", folder=tmp_path, **env(sink)):
            wait_until(lambda: state_of(message) == MessageState.SENT)
        assert sink.ids == [message.headers["Message-ID"]]

    def test_leave_mails_to_the_clock_while_the_server_is_away(self, outbox, letter):
        outbox.EMAIL_PORT = free_port()
        first, second = letter("test:1"), letter("test:2")
        assert deliver_now(first.pk) is Outcome.AWAY
        assert deliver_now(second.pk) is Outcome.AWAY
        assert (state_of(second), second.attempts) == (MessageState.WAITING, 0)

    def test_send_a_mail_once_however_many_take_it(self, sink, letter):
        message = letter()

        def take(_number: int) -> Outcome:
            try:
                return deliver(message.pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(take, range(8)))
        assert outcomes.count(Outcome.SENT) == 1
        assert outcomes.count(Outcome.TAKEN) == 7
        assert len(sink.taken) == 1
