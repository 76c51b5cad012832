"""Requests as editors make them, spread over all engines."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from sd_bridge.engine_registry import engine_names
from sd_bridge.generating import request_generation
from sd_bridge.models.generation_rules import DEFAULT_WAITING
from topics.models import TopicIndexPage, TopicPage


def request_all(count: int, *, steps: int) -> list[int]:
    """Ask for `count` generations of one picture; their primary keys."""
    index = TopicIndexPage.objects.get()
    topic = index.add_child(instance=TopicPage(title="Chaos", slug="chaos"))
    engines = engine_names()
    asked_for = []
    for number in range(count):
        editor = number // DEFAULT_WAITING
        user, _created = get_user_model().objects.get_or_create(
            username=f"editor-{editor}", defaults={"is_superuser": True}
        )
        generation = request_generation(
            user=user,
            page=topic,
            prompt=f"a lighthouse in storm number {number}",
            engine=engines[number % len(engines)],
            steps=steps,
            width=128,
            height=128,
        )
        asked_for.append(generation.pk)
    return asked_for
