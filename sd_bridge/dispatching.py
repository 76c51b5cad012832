"""What is done next, and where: the oldest that waits for an engine that is free."""

from __future__ import annotations

from collections.abc import Iterable

from sd_bridge.fleet import Fleet
from sd_bridge.models import Generation


def first_offer(engines: Iterable[str]) -> tuple[Generation, str] | None:
    """A waiting generation and the engine to run it on; None while nothing can be done.

    A younger one goes first only where no free engine may do the older.
    """
    fleet = Fleet.now(engines)
    if not fleet.free:
        return None
    for generation in Generation.objects.waiting().oldest_first().for_dispatch():
        engine = fleet.best(generation)
        if engine is not None:
            return generation, engine
    return None
