"""A cover's public copies follow its topic."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from pictures.renditions import request_sync
from topics.models import TopicPage


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    page_published.connect(on_topic_change, sender=TopicPage, dispatch_uid="topic-cover")
    page_unpublished.connect(on_topic_change, sender=TopicPage, dispatch_uid="topic-cover")


def on_topic_change(sender: type, instance: TopicPage, **kwargs: Any) -> None:
    contents = instance.revisions.order_by("-created_at").values_list("content", flat=True)[:20]
    covers = {content["cover"] for content in contents if content.get("cover")}
    request_sync(covers | ({instance.cover_id} if instance.cover_id else set()))
