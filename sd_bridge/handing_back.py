"""A worker whose engine will not do: back into the queue, or another engine's turn, or the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from sd_bridge import engine_notes, engine_registry, failures, states, unreached
from sd_bridge.engines.errors import EngineError, RequestInvalid
from sd_bridge.fleet import Fleet
from sd_bridge.insisting import insist
from sd_bridge.models import Generation


def is_tried_again(generation: Generation, error: EngineError) -> bool:
    """Nothing was sent: whether it waits again, as another try or another engine may help."""
    if isinstance(error, RequestInvalid):
        return False
    is_silent = engine_notes.is_silence(error)
    if _has_another(generation):
        refused_by = "" if is_silent else generation.engine
        return insist(lambda: states.hand_back(generation, refused_by=refused_by))
    since = _tried_since(generation)
    if not is_silent or timezone.now() - since >= unreached.patience():
        return False
    return insist(lambda: states.hand_back(generation, unreached_since=since))


def failure_of(generation: Generation, error: Exception) -> dict[str, Any]:
    """Why it failed, to be stored; of one that could not be sent, for how long that was tried."""
    if generation.sent_at is None and isinstance(error, EngineError):
        waited = timezone.now() - _tried_since(generation)
        if engine_notes.is_silence(error) and waited >= unreached.patience():
            return failures.unreached_for(waited.total_seconds(), error.detail)
    return failures.failure_of(error)


def _tried_since(generation: Generation) -> datetime:
    return generation.unreached_since or generation.started_at or timezone.now()


def _has_another(generation: Generation) -> bool:
    """Whether another engine that can be reached may do it."""
    fleet = Fleet.now(engine_registry.engine_names())
    return any(
        name != generation.engine and name not in fleet.resting for name in fleet.able(generation)
    )
