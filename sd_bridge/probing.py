"""Looks at engines nobody is asking at the moment: whether they are there (again).

So a host that was asleep is given its generations as soon as it answers, and the page of engines is
true also while nothing is generated.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from sd_bridge import engine_notes, engine_registry
from sd_bridge.calling import Call
from sd_bridge.engines.data import Status
from sd_bridge.engines.webui import WebUI
from sd_bridge.fleet import Fleet
from sd_bridge.models import EngineState
from sd_bridge.unreached import settle_unreached

logger = logging.getLogger(__name__)

HEARD_OF = timedelta(seconds=60)  # an idle engine is looked at as often


def look_at_engines() -> int:
    """Probe the engines that are due; how many are back. Fails what waited in vain for too long."""
    fleet = Fleet.now(engine_registry.engine_names())
    count = probe(name for name in fleet.names if _is_due(fleet, name))
    settle_unreached(Fleet.now(engine_registry.engine_names()))
    return count


def probe(names: Iterable[str]) -> int:
    """Ask them all at once, one cheap call each; how many of those that rested are back."""
    asking = [(name, Call(partial(_status, engine_registry.engine(name)))) for name in names]
    count = 0
    for name, call in asking:
        call.join()
        count += _note(name, call.answer())
    return count


def _status(client: WebUI) -> Status:
    return client.status()


def _note(name: str, status: Status) -> bool:
    rested = EngineState.objects.resting().filter(name=name).exists()
    if status.error is None:
        engine_notes.answered(name)
    else:
        engine_notes.failed(name, status.error)
    is_back = rested and not EngineState.objects.resting().filter(name=name).exists()
    if is_back:
        logger.info("The engine %s answers again", name)
    return is_back


def _is_due(fleet: Fleet, name: str) -> bool:
    """A resting one when its rest is over; another one if it is not at work and long unheard of."""
    now = timezone.now()
    state = fleet.states.get(name)
    if state is None:
        return True
    if state.next_try_at is not None:
        return state.next_try_at <= now
    heard = max(filter(None, (state.last_ok_at, state.error_at)), default=None)
    return name not in fleet.busy and (heard is None or now - heard >= HEARD_OF)
