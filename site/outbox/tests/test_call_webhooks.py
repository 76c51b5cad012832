"""Events reach real receivers: none is lost, whatever the receiver does, and nothing hangs."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core import mail
from django.utils import timezone

from outbox import calling
from outbox.attempting import Outcome
from outbox.calling import call, call_due, forget_old_deliveries
from outbox.events import event_kind, send_test
from outbox.models import Message, MessageState, StopReason, Webhook, WebhookDelivery
from outbox.models.webhook import FAILING_KEPT
from outbox.models.webhook_delivery import JITTER, WEBHOOK_RETRY_AFTER
from outbox.tests.mail_sink import free_port, silent_server
from outbox.tests.web_servers import OPEN, Canary

PATH = "/hook?key=1"


def make_due() -> None:
    WebhookDelivery.objects.update(next_try_at=timezone.now())


@pytest.fixture
def delivery(webhook, happened) -> WebhookDelivery:
    happened.tell(lambda: [{"id": 7}])
    return WebhookDelivery.objects.get()


def state_of(delivery: WebhookDelivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


class TestCall:
    def test_posts_the_event_once(self, receiver, delivery):
        call_due()
        make_due()
        call_due()
        [(headers, body)] = receiver.posted
        told = json.loads(body)
        assert (told["type"], told["data"]) == ("thing.happened", {"id": 7})
        moment = datetime.fromisoformat(told["timestamp"])
        assert moment.tzinfo == UTC
        assert abs(moment - timezone.now()) < timedelta(minutes=1)
        assert headers["Content-Type"] == "application/json"
        assert headers["Host"] == f"{OPEN}:{receiver.port}"
        assert not {"Cookie", "Authorization", "Referer"} & set(headers)
        assert state_of(delivery) == MessageState.SENT
        assert (delivery.status_code, delivery.attempts) == (204, 1)
        assert delivery.milliseconds is not None

    @pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503, 301, 302, 307, 308])
    def test_keeps_its_id_and_words_until_the_receiver_says_2xx(self, receiver, delivery, status):
        receiver.gives(PATH, b"Not now", status, Location="/elsewhere")
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert (delivery.status_code, delivery.answer) == (status, "Not now")
        call_due()
        assert len(receiver.posted) == 1, "it waits before it tries again"
        receiver.gives(PATH, b"ok")
        make_due()
        call_due()
        assert state_of(delivery) == MessageState.SENT
        (first, words), (second, same_words) = receiver.posted
        assert first["webhook-id"] == second["webhook-id"] == delivery.message_id
        assert words == same_words

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_follows_no_redirect(self, receiver, delivery, status):
        canary = Canary()
        receiver.gives(PATH, b"", status, Location=f"http://127.0.0.1:{canary.port}/")
        call_due()
        assert (receiver.asked, canary.hits) == ([PATH], 0)
        canary.close()

    def test_waits_longer_each_time_and_gives_up_after_about_a_day(self, receiver, delivery):
        receiver.gives(PATH, b"", 500)
        waits = []
        while state_of(delivery) == MessageState.WAITING:
            make_due()
            before = timezone.now()
            call_due()
            delivery.refresh_from_db()
            waits.append((delivery.next_try_at - before).total_seconds())
        assert delivery.state == MessageState.FAILED
        assert delivery.attempts == len(WEBHOOK_RETRY_AFTER) + 1 == len(receiver.posted)
        for found, told in zip(waits, WEBHOOK_RETRY_AFTER, strict=False):
            assert abs(found / told.total_seconds() - 1) < JITTER + 0.05
        assert timedelta(hours=19) < timedelta(seconds=sum(waits)) < timedelta(hours=29)

    def test_spreads_those_that_failed_together(self, delivery):
        delivery.attempts = 5
        assert len({delivery.retry_after() for _each in range(20)}) > 10

    def test_waits_for_a_receiver_that_is_down(self, receiver, webhook, delivery):
        Webhook.objects.update(url=f"http://{OPEN}:{free_port()}/")
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.error.startswith("unreachable")

    def test_asks_a_receiver_that_is_away_once_a_round(self, webhook, happened):
        Webhook.objects.update(url=f"http://{OPEN}:{free_port()}/")
        happened.tell(lambda: [{"id": number} for number in range(5)])
        call_due()
        assert WebhookDelivery.objects.filter(attempts=1).count() == 1

    def test_one_receiver_does_not_hold_up_another(self, receiver, webhook, happened):
        dead = f"http://{OPEN}:{free_port()}/"
        Webhook.objects.create(name="Dead", url=dead, events=["thing.happened"])
        happened.tell(lambda: [{"id": number} for number in range(3)])
        call_due()
        assert len(receiver.posted) == 3

    def test_a_round_ends_with_a_slow_receiver(self, receiver, webhook, happened, monkeypatch):
        monkeypatch.setattr(calling, "ROUND_SECONDS", 0)
        happened.tell(lambda: [{"id": number} for number in range(3)])
        call_due()
        assert len(receiver.posted) == 1


class TestAnswers:
    def test_that_do_not_come_end_in_time(self, outbox, webhook, delivery, monkeypatch):
        monkeypatch.setattr(calling, "SECONDS", 0.4)
        outbox.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
        with silent_server() as server:
            Webhook.objects.update(url=f"http://127.0.0.1:{server.getsockname()[1]}/")
            begin = time.monotonic()
            call_due()
            assert time.monotonic() - begin < 5
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.error == "slow"

    def test_that_drip_end_in_time(self, receiver, delivery, monkeypatch):
        monkeypatch.setattr(calling, "SECONDS", 0.5)
        receiver.drips(PATH, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 900, pause=0.05)
        begin = time.monotonic()
        call_due()
        assert time.monotonic() - begin < 5
        assert (state_of(delivery), delivery.error) == (MessageState.WAITING, "slow")

    def test_whose_body_never_comes_count_by_their_status(self, receiver, delivery, monkeypatch):
        monkeypatch.setattr(calling, "ANSWER_SECONDS", 0.2)
        raw = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"

        def say_half(handler) -> None:
            handler.wfile.write(raw)
            handler.wfile.flush()
            time.sleep(1)

        receiver.pages[PATH] = say_half
        call_due()
        assert state_of(delivery) == MessageState.SENT

    def test_that_never_end_are_cut(self, receiver, delivery):
        written = []

        def endless(handler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while True:
                written.append(handler.wfile.write(b"x" * 65536))

        receiver.pages[PATH] = endless
        call_due()
        assert state_of(delivery) == MessageState.SENT
        assert len(delivery.answer) == 200
        assert sum(written) < 20 * 1024**2

    def test_are_kept_short_and_printable(self, receiver, delivery):
        receiver.gives(PATH, "좋아요\x00\x1b[31m\n\n<b>!".encode() + b"\xff", 500)
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.answer == "좋아요 [31m <b>!\ufffd"

    @pytest.mark.parametrize("raw", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 banana\r\n\r\n"])
    def test_that_are_none_are_failures(self, receiver, delivery, raw):
        receiver.drips(PATH, raw, pause=0)
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.error.startswith("broken")

    def test_without_a_trusted_certificate_are_not_asked_for(self, receiver, webhook, delivery):
        Webhook.objects.update(url=f"https://{OPEN}:{receiver.port}/")
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.error.startswith("unreachable")
        assert receiver.posted == []


class TestLooksAgain:
    def test_at_whether_it_is_still_true(self, receiver, webhook, happened):
        happened = event_kind(happened.name, "", is_true=lambda facts: facts["id"] == 1)
        happened.tell(lambda: [{"id": 1}, {"id": 2}])
        call_due()
        [(_headers, body)] = receiver.posted
        assert json.loads(body)["data"] == {"id": 1}
        assert [each.state for each in WebhookDelivery.objects.order_by("pk")] == [
            MessageState.SENT,
            MessageState.DROPPED,
        ]

    def test_at_whether_it_is_switched_on(self, receiver, webhook, delivery):
        Webhook.objects.update(is_active=False)
        call_due()
        assert receiver.posted == []
        assert state_of(delivery) == MessageState.DROPPED

    def test_but_sends_a_test_also_before_it_is_switched_on(self, receiver, webhook):
        Webhook.objects.update(is_active=False)
        send_test(webhook)
        call_due()
        assert json.loads(receiver.posted[0][1])["type"] == "webhook.test"


class TestSendAgain:
    def test_keeps_the_id_and_gets_all_its_tries(self, receiver, delivery):
        call_due()
        assert delivery.send_again()
        assert not delivery.send_again(), "it is waiting already"
        receiver.gives(PATH, b"", 500)
        call_due()
        assert state_of(delivery) == MessageState.WAITING
        assert delivery.attempts == 2
        assert delivery.next_try_at < timezone.now() + timedelta(minutes=2)
        assert [headers["webhook-id"] for headers, _body in receiver.posted] == (
            [delivery.message_id] * 2
        )


class TestStop:
    @pytest.fixture(autouse=True)
    def operators(self, django_user_model):
        make = partial(django_user_model.objects.create_superuser, password="x")
        make("ada", "ada@example.com")
        make("gone", "gone@example.com", is_active=False)
        make("mute", "")

    def test_at_410_is_immediate_and_told(self, receiver, webhook, delivery):
        receiver.gives(PATH, b"", 410)
        call_due()
        webhook.refresh_from_db()
        assert (webhook.is_active, webhook.stopped_because) == (False, StopReason.GONE)
        assert state_of(delivery) == MessageState.FAILED
        [letter] = Message.objects.all()
        assert letter.to == "ada@example.com"
        assert webhook.name in letter.subject
        assert f"/admin/webhooks/inspect/{webhook.pk}/" in letter.text

    def test_comes_after_days_without_any_success(self, receiver, webhook, delivery):
        receiver.gives(PATH, b"", 500)
        self.fail_for_good()
        webhook.refresh_from_db()
        assert webhook.is_active, "a day is too short"
        assert webhook.failing_since
        Webhook.objects.update(failing_since=timezone.now() - FAILING_KEPT - timedelta(hours=1))
        delivery.send_again()
        self.fail_for_good()
        webhook.refresh_from_db()
        assert (webhook.is_active, webhook.stopped_because) == (False, StopReason.FAILING)
        assert Message.objects.count() == 1
        assert mail.outbox == []

    def test_does_not_come_where_something_was_delivered(self, receiver, webhook, delivery):
        receiver.gives(PATH, b"", 500)
        call_due()
        receiver.gives(PATH, b"", 200)
        make_due()
        call_due()
        webhook.refresh_from_db()
        assert (webhook.is_active, webhook.failing_since) == (True, None)

    def fail_for_good(self) -> None:
        while WebhookDelivery.objects.exclude(state=MessageState.FAILED).exists():
            make_due()
            call_due()


class TestForget:
    def test_takes_what_is_a_month_old(self, webhook, happened):
        happened.tell(lambda: [{"id": 1}, {"id": 2}])
        old = WebhookDelivery.objects.first()
        moment = timezone.now() - timedelta(days=31)
        WebhookDelivery.objects.filter(pk=old.pk).update(created_at=moment)
        forget_old_deliveries()
        assert list(WebhookDelivery.objects.values_list("pk", flat=True)) == [old.pk + 1]


def test_a_delivery_that_is_gone_is_nobodys(db):
    assert call(404) is Outcome.TAKEN
