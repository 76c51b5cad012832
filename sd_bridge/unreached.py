"""Generations that wait because no engine for them can be reached: from when, and for how long.

Waiting behind others does not count, nor does the time before an engine fell silent. It ends when
an engine that may do it answers again, or after `SD_TIMEOUT`.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sd_bridge import states
from sd_bridge.failures import unreached_for
from sd_bridge.fleet import Fleet
from sd_bridge.models import Generation


def patience() -> timedelta:
    return timedelta(seconds=settings.SD_TIMEOUT)


def settle_unreached(fleet: Fleet) -> int:
    """Note which ones wait in vain from now on, and fail those that did so for too long."""
    if not fleet.resting:
        return 0
    count = 0
    now = timezone.now()
    for generation in Generation.objects.waiting().oldest_first().for_dispatch():
        if not fleet.is_out_of_reach(generation):
            continue
        if generation.unreached_since is None:
            _still(generation).filter(unreached_since=None).update(unreached_since=now)
        elif now - generation.unreached_since >= patience():
            count += states.fail(generation, _failure(fleet, generation))
    return count


def forgive_unreached(fleet: Fleet, engine: str) -> None:
    """`engine` answers: what it may do no longer waits in vain."""
    for_it = Q(engine=engine) | Q(any_engine=True)
    waiting = Generation.objects.waiting().filter(for_it, unreached_since__isnull=False)
    for generation in waiting.for_dispatch():
        if engine in fleet.able(generation):
            _still(generation).update(unreached_since=None)


def _failure(fleet: Fleet, generation: Generation) -> dict:
    [first, *_others] = fleet.able(generation)
    return unreached_for(settings.SD_TIMEOUT, fleet.states[first].error_detail)


def _still(generation: Generation):
    return Generation.objects.waiting().filter(pk=generation.pk)
