"""What a topic decides for the pictures in it."""

from __future__ import annotations

from pictures.visibility import ancestor_paths, topic_path
from topics.models import TopicPage


def downloads_are_off(path: str) -> bool:
    """Whether the topic of the picture at `path`, or one above it, has them off. One query."""
    above = TopicPage.objects.filter(path__in=ancestor_paths(topic_path(path)))
    return above.filter(offers_downloads=False).exists()
