"""Webhooks hear that a comment was reported, and neither its words nor who did it."""

from __future__ import annotations

import json

import pytest

from community.tests.comment_cast import say
from outbox.models import Webhook, WebhookDelivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_bo")]


@pytest.fixture(autouse=True)
def webhook(db) -> Webhook:
    """Nobody is called: its address lies inside."""
    return Webhook.objects.create(
        name="Channel", url="http://127.0.0.1:9/", events=["comment.reported"]
    )


class TestReported:
    def test_tells_which_comment_and_why_once(self, client, hang, ana, bo):
        comment = say(ana, hang("등대"))
        client.force_login(bo)
        for _again in range(2):
            client.post(f"/comments/{comment.pk}/report/", {"kind": "spam", "text": "Werbung!"})
        facts = json.loads(WebhookDelivery.objects.get().body)["data"]
        assert facts == {"comment": comment.pk, "picture": comment.picture_id, "reason": "spam"}

    def test_is_only_about_comments(self, client, hang, bo):
        client.force_login(bo)
        client.post(f"/pictures/{hang('등대').pk}/report/", {"kind": "spam"})
        assert not WebhookDelivery.objects.exists()
