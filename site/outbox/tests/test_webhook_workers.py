"""Real worker processes and the real clock call receivers; killed ones lose nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from outbox.attempting import Outcome
from outbox.calling import call, call_due
from outbox.models import MessageState, Webhook, WebhookDelivery
from outbox.tests.test_mail_workers import WORKER
from outbox.tests.web_servers import OPEN
from scheduling.tests.processes import kill, running_command, wait_until

pytestmark = [
    pytest.mark.workers,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def env() -> dict[str, str]:
    return {"WEBHOOK_PRIVATE_HOSTS": OPEN, "SECRET_KEY": settings.SECRET_KEY}


def state_of(delivery: WebhookDelivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


class TestWorkers:
    def test_killed_in_the_middle_call_again_under_the_same_id(
        self, receiver, webhook, happened, tmp_path
    ):
        is_holding, may_go = threading.Event(), threading.Event()

        def hold(handler) -> None:
            is_holding.set()
            may_go.wait(60)

        receiver.pages["/hook?key=1"] = hold
        happened.tell(lambda: [{"id": 1}])
        delivery = WebhookDelivery.objects.get()
        with running_command(*WORKER, folder=tmp_path, **env()) as worker:
            assert is_holding.wait(60)
            kill(worker)
        may_go.set()
        receiver.gives("/hook?key=1", b"", 200)
        assert state_of(delivery) == MessageState.SENDING
        call_due()
        assert len(receiver.posted) == 1, "it is still that worker's"
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        with running_command("scheduler", folder=tmp_path, **env()):
            wait_until(lambda: state_of(delivery) == MessageState.SENT)
        assert [headers["webhook-id"] for headers, _body in receiver.posted] == (
            [delivery.message_id] * 2
        )

    def test_retry_by_the_clock(self, receiver, webhook, happened, tmp_path):
        receiver.gives("/hook?key=1", b"", 503)
        happened.tell(lambda: [{"id": 1}])
        delivery = WebhookDelivery.objects.get()
        with running_command("scheduler", folder=tmp_path, **env()):
            wait_until(lambda: state_of(delivery) == MessageState.WAITING and delivery.attempts)
        receiver.gives("/hook?key=1", b"", 200)
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        with running_command("scheduler", folder=tmp_path, **env()):
            wait_until(lambda: state_of(delivery) == MessageState.SENT)
        assert len(receiver.posted) == 2
        assert Webhook.objects.get().failing_since is None

    def test_call_once_however_many_take_it(self, receiver, webhook, happened):
        happened.tell(lambda: [{"id": 1}])
        delivery = WebhookDelivery.objects.get()

        def take(_number: int) -> Outcome:
            try:
                return call(delivery.pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(take, range(8)))
        assert outcomes.count(Outcome.SENT) == 1
        assert outcomes.count(Outcome.TAKEN) == 7
        assert len(receiver.posted) == 1
