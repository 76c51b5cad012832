"""A cover's public copies follow its topic, and every page above it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from pictures.models import PicturePage
from pictures.renditions import request_sync
from topics.models import TopicPage


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_page_change, dispatch_uid="topic-cover")
    for signal in (post_save, post_delete):
        signal.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="topic-cover")
    pre_delete.connect(on_topic_change, sender=TopicPage, dispatch_uid="topic-cover")


def on_page_change(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, TopicPage):
        on_topic_change(sender, instance)
        _sync_below(instance.pk)
    elif not isinstance(instance, PicturePage):  # no topic hangs below one
        _sync_below(instance.pk)


def on_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    _sync_below(instance.page_id)


def on_topic_change(sender: type, instance: TopicPage, **kwargs: Any) -> None:
    contents = instance.revisions.order_by("-created_at").values_list("content", flat=True)[:20]
    covers = {content["cover"] for content in contents if content.get("cover")}
    request_sync(covers | ({instance.cover_id} if instance.cover_id else set()))


def _sync_below(page_id: int) -> None:
    """Ask for the covers of every topic at or below a page."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path is not None:
        topics = TopicPage.objects.filter(path__startswith=path, cover__isnull=False)
        request_sync(topics.values_list("cover_id", flat=True))
