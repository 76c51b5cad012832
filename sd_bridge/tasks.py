"""Work of the `generate` queue."""

from __future__ import annotations

from django_tasks import task

from sd_bridge import running, states
from sd_bridge.engine_registry import engine_names
from sd_bridge.insisting import insist
from sd_bridge.repeating.settling import settle_finished


@task(queue_name="generate")
def run_next() -> str:
    """Run the oldest generation that a free engine can do; its uuid, "" if there is none.

    Not the one it was enqueued for: a hung engine holds up one worker, not the queue. It runs one
    and enqueues itself for the rest, so that a worker told to stop does so after one.
    """
    generation = states.take_oldest(engine_names())
    if generation is None:
        return ""
    call_workers()  # for the other engines
    try:
        running.run(generation)
    finally:
        call_workers()
    insist(settle_finished)
    return str(generation.uuid)


def call_workers() -> bool:
    """Enqueue `run_next` if something waits that a free engine can do; whether it was."""
    is_needed = states.is_any_takeable(engine_names())
    if is_needed:
        run_next.enqueue()
    return is_needed
