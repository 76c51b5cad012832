"""Webhooks hear how a generation ended, and nothing of what was asked."""

from __future__ import annotations

import json

import pytest

from outbox.models import Webhook, WebhookDelivery
from sd_bridge import states
from sd_bridge.engines.errors import EngineUnavailable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def webhook(db) -> Webhook:
    """Nobody is called: its address lies inside."""
    return Webhook.objects.create(
        name="Channel", url="http://127.0.0.1:9/", events=["generation.finished"]
    )


def told() -> list[dict]:
    bodies = WebhookDelivery.objects.order_by("pk").values_list("body", flat=True)
    return [json.loads(body)["data"] for body in bodies]


class TestFinished:
    def test_tells_how_many_results_there_are_and_no_prompt(self, webhook, done, ana):
        [facts] = told()
        assert facts == {
            "id": str(done.uuid),
            "api_url": f"http://localhost:8000/api/v1/generations/{done.uuid}",
            "state": "done",
            "results": 3,
            "requested_by": ana.pk,
            "error": None,
        }

    def test_tells_a_cancel_once(self, queue):
        generation = queue()
        assert states.cancel_waiting(generation)
        assert not states.cancel_waiting(generation)
        assert [(facts["state"], facts["results"]) for facts in told()] == [("cancelled", 0)]

    def test_tells_why_it_failed_by_a_code(self, queue):
        failure = EngineUnavailable(detail="http://secret.example:7860").as_json()
        assert states.fail(queue(), failure)
        [facts] = told()
        assert (facts["state"], facts["error"]) == ("failed", failure["code"])
        assert "secret" not in WebhookDelivery.objects.get().body

    def test_says_nothing_before_it_ends(self, queue):
        queue()
        assert states.take_oldest(["webui"])
        assert told() == []
