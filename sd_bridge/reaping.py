"""After workers that were lost: nothing stays running, no engine stays taken, no file is left."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from sd_bridge import engine_registry, failures, result_files, states
from sd_bridge.engine_idleness import may_be_at_work
from sd_bridge.models import Generation

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # a generation that kills every worker before sending is not tried for ever
REMOVED_AFTER = timedelta(minutes=10)  # an engine that is missing for a restart is not gone


def reap() -> int:
    """Settle every generation whose worker does not renew its lease any more; how many.

    Put back if nothing was sent to the engine, else failed: the pictures were only in the lost
    answer. The engine is freed once it is idle.
    """
    lapsed = Generation.objects.holding_engines().filter(lease_until__lt=timezone.now())
    count = 0
    for generation in lapsed.oldest_first():
        if states.seize(generation):
            _settle(generation)
            count += 1
    return count


def _settle(generation: Generation) -> None:
    if generation.state == Generation.State.RUNNING:
        logger.warning("The worker of generation %s was lost", generation.uuid)
        was_put_back = generation.attempts < MAX_ATTEMPTS and states.put_back(generation)
        if not was_put_back:
            states.fail_or_cancel(generation, {"code": failures.WORKER_LOST})
        result_files.remove_strays(generation)
        generation.refresh_from_db(fields=["sent_at", "finished_at"])
    if not may_be_at_work(generation):
        states.release(generation)


def fail_waiting_for_removed_engines() -> int:
    """Nothing would ever take them; how many."""
    waiting = Generation.objects.waiting().filter(queued_at__lt=timezone.now() - REMOVED_AFTER)
    removed = waiting.exclude(engine__in=engine_registry.engine_names())
    return sum(states.fail(item, {"code": failures.ENGINE_REMOVED}) for item in removed)
