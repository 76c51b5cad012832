"""Webhooks hear once that a picture is public, whichever way it came to be."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from outbox.calling import call_due
from outbox.models import Webhook, WebhookDelivery
from pictures.bulk import register_pictures
from pictures.factories import store_image
from pictures.models import GalleryImage, PicturePage, Sensitivity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def webhook() -> Webhook:
    """Nobody is called: its address lies inside."""
    return Webhook.objects.create(
        name="Channel", url="http://127.0.0.1:9/", events=["picture.published"]
    )


def told() -> list[dict]:
    bodies = WebhookDelivery.objects.order_by("pk").values_list("body", flat=True)
    return [json.loads(body)["data"] for body in bodies]


class TestPublished:
    def test_tells_ids_and_addresses_and_no_recipe(self, hang, topic):
        picture = hang("등대", seed=1)
        [facts] = told()
        assert facts == {
            "id": picture.pk,
            "url": f"http://localhost:8000{picture.get_url()}",
            "api_url": f"http://localhost:8000/api/v1/pictures/{picture.pk}",
            "title": "등대",
            "language": "ko",
            "sensitive": False,
            "topic": {"id": topic.pk, "title": topic.title},
        }

    def test_leads_to_the_address_in_the_pictures_language(self, hang):
        hang("Lighthouse", content_language="en")
        assert told()[0]["url"].startswith("http://localhost:8000/en/")

    def test_is_not_told_of_drafts(self, hang):
        hang("등대", publish=False)
        assert told() == []

    def test_is_not_told_again_of_what_is_public_already(self, hang):
        picture = hang("등대")
        picture.title = "Another"
        picture.save_revision().publish()
        assert len(told()) == 1

    def test_is_told_anew_after_it_was_withdrawn(self, hang):
        picture = hang("등대")
        picture.unpublish()
        picture.save_revision().publish()
        assert len(told()) == 2

    def test_comes_with_the_schedule(self, hang):
        picture = hang("등대", publish=False, go_live_at=timezone.now() + timedelta(hours=1))
        picture.get_latest_revision().publish()
        assert told() == []
        picture.refresh_from_db()
        revision = picture.get_latest_revision()
        past = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = past.isoformat()
        revision.save()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past)
        call_command("publish_scheduled", verbosity=0)
        assert [facts["id"] for facts in told()] == [picture.pk]

    def test_comes_when_its_topic_opens(self, hang, topic):
        lock = PageViewRestriction.objects.create(page=topic, restriction_type="login")
        picture = hang("등대")
        assert told() == []
        lock.delete()
        assert [facts["id"] for facts in told()] == [picture.pk]

    def test_does_not_come_with_a_move(self, hang, topic):
        picture = hang("등대")
        other = topic.add_sibling(instance=type(topic)(title="Other", slug="other"))
        PicturePage.objects.get(pk=picture.pk).move(other, pos="last-child")
        assert len(told()) == 1

    def test_is_told_of_each_picture_of_an_import(self, topic, ana):
        images = [store_image(seed, user=ana) for seed in (1, 2)]
        pictures = [PicturePage(title=f"{each.pk}", image=each, alt_text="x") for each in images]
        GalleryImage.objects.filter(pk=images[1].pk).update(sensitivity=Sensitivity.HIDDEN)
        images[1].refresh_from_db()
        register_pictures(topic, pictures, tags=[[], []], user=ana, publish=True)
        assert [facts["id"] for facts in told()] == [pictures[0].pk]

    def test_says_whether_it_is_sensitive(self, topic, ana):
        image = store_image(1, user=ana)
        GalleryImage.objects.filter(pk=image.pk).update(sensitivity=Sensitivity.SENSITIVE)
        image.refresh_from_db()
        pictures = [PicturePage(title="x", image=image, alt_text="x")]
        register_pictures(topic, pictures, tags=[[]], user=ana, publish=True)
        assert told()[0]["sensitive"]

    def test_rolls_back_with_the_publishing(self, hang):
        picture = hang("등대", publish=False)
        with transaction.atomic():
            picture.get_latest_revision().publish()
            assert len(told()) == 1
            transaction.set_rollback(True)
        assert told() == []
        assert not Page.objects.get(pk=picture.pk).live

    def test_is_not_sent_once_it_was_withdrawn(self, hang):
        picture = hang("등대")
        WebhookDelivery.objects.update(state="waiting", next_try_at=timezone.now())
        picture.unpublish()
        call_due()
        assert WebhookDelivery.objects.get().state == "dropped"
