"""Rules are asked whenever a picture, or a topic that has some, is published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.signals import page_published

from pictures.models import PicturePage
from topics.models import TopicPage, TopicRule


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    page_published.connect(on_published, dispatch_uid="topic-rules")


def on_published(sender: type, instance: Page, **kwargs: Any) -> None:
    from topics.tasks import propose_picture, propose_to_topic

    if kwargs.get("in_bulk"):
        return  # the scheduler asks for a thousand pictures at once
    pk = instance.pk
    if isinstance(instance, PicturePage) and TopicRule.objects.exists():
        transaction.on_commit(lambda: propose_picture.enqueue(pk))
    elif isinstance(instance, TopicPage) and TopicRule.objects.filter(topic_id=pk).exists():
        transaction.on_commit(lambda: propose_to_topic.enqueue(pk))
