"""What the page of engines and the dashboard show, in words: at first and every few seconds."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sd_bridge import engine_registry
from sd_bridge.engine_state import EngineOverview, moment, overview, summary
from sd_bridge.models import Generation
from sd_bridge.panel_words import headline, title
from sd_bridge.queue_places import Place, queue_places

MINE = 8  # requests of one's own in the dashboard


def describe_engines(user: AbstractUser) -> dict[str, Any]:
    """Values of JSON. `parts` are words by the place they stand in; "" = not shown."""
    engines = overview()
    return {
        "summary": summary(engines),
        "engines": [
            {"name": engine.name, "state": engine.state, "parts": _parts(engine, user)}
            for engine in engines
        ],
    }


def describe_mine(user: AbstractUser) -> list[dict[str, Any]]:
    """What the editor asked for and is not finished, the oldest first."""
    mine = Generation.objects.by(user).exclude(state__in=Generation.FINISHED)
    generations = list(mine.oldest_first()[:MINE])
    places = queue_places(generations)
    return [
        {
            "id": str(generation.uuid),
            "url": f"{reverse('sd_workspace:index')}?generation={generation.uuid}",
            "title": Truncator(title(generation)).chars(70),
            "words": _words(generation, places.get(generation.pk)),
        }
        for generation in generations
    ]


def _words(generation: Generation, place: Place | None) -> str:
    if place is not None:
        return " · ".join(filter(None, (place.sentence, place.detail)))
    percent = f"{round(generation.progress * 100)} %"
    return " · ".join((headline(generation, None), percent, generation.engine))


def _parts(engine: EngineOverview, user: AbstractUser) -> dict[str, str]:
    parts = {
        "sentence": engine.sentence,
        "model": engine.current_model,
        "dialect": engine.dialect_label,
        "seen": moment(engine.last_ok_at) or _("never"),
        "error": engine.last_error_sentence,
        "error_at": moment(engine.error_at) if engine.last_error_sentence else "",
    }
    if user.is_superuser:  # the server's own words and its address are for who looks after it
        parts["detail"] = engine.error_detail
        parts["address"] = engine_registry.engine(engine.name).address
    return parts
