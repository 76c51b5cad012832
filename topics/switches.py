"""What a topic decides for the pictures in it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from topics.models import TopicPage


def refuses_downloads() -> Exists:
    """Of a page: whether it is a topic that has downloads switched off."""
    return Exists(TopicPage.objects.filter(pk=OuterRef("pk"), offers_downloads=False).order_by())
