"""One of everything, so that every address has something to be asked about."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from taggit.models import Tag

from community.collections import add_picture, create_collection
from community.models import Ban, Comment, PageRules, Report, Submission
from outbox.events import send_test
from outbox.models import Webhook
from pictures.factories import picture_file, store_image
from pictures.importing import batches, receiving
from sd_bridge.models import Preset
from topics.factories import open_topic


def people(ana: Any) -> dict[str, Any]:
    """Somebody for each role but the visitor; every address is verified, every account old."""
    users = get_user_model().objects
    cast = {
        "member": users.create_user("bo", "bo@example.com", "bo"),
        "other member": users.create_user("dan", "dan@example.com", "dan"),
        "banned member": users.create_user("eve", "eve@example.com", "eve"),
        "curator of another topic": users.create_user("cai", "cai@example.com", "cai"),
        "curator": ana,
        "moderator": users.create_user("mo", "mo@example.com", "mo"),
        "admin": users.create_superuser("ada", "ada@example.com", "ada"),
    }
    cast["curator of another topic"].groups.add(Group.objects.get(name="Curators"))
    cast["moderator"].groups.add(Group.objects.get(name="Moderators"))
    for user in cast.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    users.update(date_joined=timezone.now() - timedelta(days=30))
    Ban.objects.create(user=cast["banned member"], reason="spam")
    return cast


def scene(cast: dict[str, Any], topic: Any, hang: Any, done: Any) -> SimpleNamespace:
    """`done` is a generation of the curator's with results in the tray of `topic`."""
    ana, bo = cast["curator"], cast["member"]
    other_topic = open_topic("다른 주제")
    topic.curators = [ana]
    other_topic.curators = [cast["curator of another topic"]]
    for each in (topic, other_topic):
        each.save_revision().publish()
    PageRules.objects.create(page=topic, takes_submissions=True)
    picture = hang("등대", seed=1, tags=["sea"])
    now = timezone.now()
    collection = create_collection(owner_id=bo.pk, title="Mine")
    add_picture(collection, picture.pk)
    sent = hang("Sent in", seed=2, user=bo, publish=False)
    batch = batches.start_batch(user=ana, topic=topic)
    upload = SimpleUploadedFile("boat.png", picture_file(5), "image/png")
    comment = Comment.objects.create(picture=picture, author=bo, text="Hello", created_at=now)
    webhook = Webhook.objects.create(
        name="Channel", url="https://hooks.example.com/", events=["picture.published"]
    )
    return SimpleNamespace(
        cast=cast,
        topic=topic,
        other_topic=other_topic,
        picture=picture,
        draft=hang("Draft", seed=3, publish=False),
        comment=comment,
        report=Report.objects.create(
            reporter=cast["other member"], comment=comment, kind="spam", created_at=now
        ),
        collection=collection,
        submission=Submission.objects.create(
            author=bo, picture=sent, topic=topic, created_at=now, changed_at=now
        ),
        sent_image=sent.image_id,
        generation=done,
        batch=batch,
        imported=receiving.add_file(batch, upload, "boat.png"),
        tag=Tag.objects.get(name="sea"),
        image=store_image(9, title="An image", user=ana),
        webhook=webhook,
        delivery=send_test(webhook),
        preset=Preset.objects.create(name="House style", prompt_template="a lighthouse"),
    )
