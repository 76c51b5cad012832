"""Events are put with what they tell of, or not at all."""

from __future__ import annotations

import pytest
from django.db import transaction

from outbox.events import KINDS
from outbox.models import Webhook, WebhookDelivery


class TestTell:
    def test_puts_one_delivery_a_listener_under_the_events_id(self, webhook, happened):
        other = Webhook.objects.create(name="B", url=webhook.url, events=["thing.happened"])
        Webhook.objects.create(name="C", url=webhook.url, events=["thing.else"])
        Webhook.objects.create(name="D", url=webhook.url, events=other.events, is_active=False)
        assert happened.tell(lambda: [{"id": 1}]) == 2
        first, second = WebhookDelivery.objects.order_by("pk")
        assert {first.webhook, second.webhook} == {webhook, other}
        assert first.message_id == second.message_id

    def test_gives_each_event_an_id_of_its_own(self, webhook, happened):
        happened.tell(lambda: [{"id": 1}, {"id": 1}])
        assert WebhookDelivery.objects.values("message_id").distinct().count() == 2

    def test_looks_nothing_up_where_nobody_listens(self, db, happened, django_assert_num_queries):
        def facts():
            raise AssertionError("asked")

        with django_assert_num_queries(1):
            assert happened.tell(facts) == 0

    def test_knows_the_events_of_all_apps(self):
        assert {"picture.published", "generation.finished", "comment.reported"} <= KINDS.keys()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestTransaction:
    def test_that_rolls_back_sends_nothing(self, settings, receiver, webhook, happened):
        settings.TASKS = {  # would call at once, were there anything to call
            "default": {
                "BACKEND": "config.test_tasks.ImmediateDefaultQueue",
                "QUEUES": ["default", "generate"],
            }
        }
        with transaction.atomic():
            happened.tell(lambda: [{"id": 1}])
            transaction.set_rollback(True)
        assert receiver.posted == []
        assert not WebhookDelivery.objects.exists()
        with transaction.atomic():
            happened.tell(lambda: [{"id": 2}])
            assert receiver.posted == []
        assert len(receiver.posted) == 1
