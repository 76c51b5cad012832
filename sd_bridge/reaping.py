"""After workers that were lost: nothing stays running, no engine stays taken, no file is left."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from django.utils import timezone

from sd_bridge import engine_registry, failures, result_files, states
from sd_bridge.calling import Call
from sd_bridge.engine_idleness import may_be_at_work
from sd_bridge.fleet import Fleet
from sd_bridge.models import Generation, GenerationQuerySet

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # a generation that kills every worker before sending is not tried for ever
REMOVED_AFTER = timedelta(minutes=10)  # an engine that is missing for a restart is not gone


def reap() -> int:
    """Settle what ran when its worker stopped renewing its lease; how many. Asks no engine.

    Put back if nothing was sent to the engine, else failed: the pictures were only in the lost
    answer.
    """
    count = 0
    for generation in _lapsed().running().oldest_first():
        if states.seize(generation):
            _settle(generation)
            count += 1
    return count


def _settle(generation: Generation) -> None:
    logger.warning("The worker of generation %s was lost", generation.uuid)
    was_put_back = generation.attempts < MAX_ATTEMPTS and states.put_back(generation)
    if not was_put_back:
        states.fail_or_cancel(generation, {"code": failures.WORKER_LOST})
        if generation.sent_at is None:
            states.release(generation)
    result_files.remove_strays(generation)


def free_engines() -> int:
    """Free the engines of ended generations once they are idle; how many.

    They are asked all at once: those that hang do not hold up the others.
    """
    ended = [item for item in _lapsed().finished() if states.seize(item)]
    asking = [(item, Call(partial(may_be_at_work, item))) for item in ended]
    count = 0
    for generation, call in asking:
        call.join()
        if not call.answer():
            count += states.release(generation)
    return count


def _lapsed() -> GenerationQuerySet:
    return Generation.objects.holding_engines().filter(lease_until__lt=timezone.now())


def fail_waiting_for_removed_engines() -> int:
    """Nothing would ever take them; how many. What any engine may take waits for some engine."""
    names = engine_registry.engine_names()
    waiting = Generation.objects.waiting().filter(queued_at__lt=timezone.now() - REMOVED_AFTER)
    removed = waiting.exclude(engine__in=names)
    if names:
        removed = removed.exclude(any_engine=True)
    return sum(states.fail(item, {"code": failures.ENGINE_REMOVED}) for item in removed)


def fail_impossible() -> int:
    """Those that any engine may take and none has got the model for; how many."""
    fleet = Fleet.now(engine_registry.engine_names())
    waiting = Generation.objects.waiting().filter(any_engine=True).for_dispatch()
    impossible = [item for item in waiting if fleet.names and not fleet.able(item)]
    return sum(
        states.fail(item, {"code": "unknown_model", "params": {"name": item.model}})
        for item in impossible
    )
