"""Requests as editors make them, spread over the engines."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import get_user_model

from sd_bridge.engine_registry import engine_names
from sd_bridge.generating import request_generation
from sd_bridge.models.generation_rules import DEFAULT_WAITING
from topics.models import TopicIndexPage, TopicPage


def request_all(count: int, *, steps: int, engines: Sequence[str] = ()) -> list[int]:
    """Ask for `count` generations of one picture of `engines` in turn; their primary keys.

    "" among them is whichever engine is free; without any they are those of the site.
    """
    index = TopicIndexPage.objects.get()
    topic = index.add_child(instance=TopicPage(title="Chaos", slug="chaos"))
    engines = engines or engine_names()
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
