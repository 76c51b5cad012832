"""The line in the workspace's header and the state of each engine, in words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sd_bridge import engine_state, limits
from sd_bridge.models import Generation


def workspace_status(user: AbstractUser) -> dict[str, Any]:
    """Asks no engine: what is known of them is at most as old as the last look."""
    engines = engine_state.overview()
    return {
        "is_online": any(engine.is_online for engine in engines),
        "engines_sentence": engine_state.summary(engines) or _("No engine is set up"),
        "today_sentence": _today_sentence(limits.usage(user)),
        "queue": _queue_sentence(Generation.objects.waiting().count()) if engines else "",
        "engines": [
            {
                "name": engine.name,
                "is_online": engine.is_online,
                "sentence": engine.sentence,
                "queue": _queue_sentence(engine.waiting + engine.running),
                "problem": engine.last_error_sentence,
            }
            for engine in engines
        ],
    }


def _today_sentence(usage: limits.Usage) -> str:
    if usage.per_day is None:
        return _("%(count)s pictures today") % {"count": usage.today}
    return _("%(count)s of %(limit)s pictures today") % {
        "count": usage.today,
        "limit": usage.per_day,
    }


def _queue_sentence(count: int) -> str:
    return _("queue %(count)s") % {"count": count}
