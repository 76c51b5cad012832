"""How many are before a request that waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sd_bridge.engine_registry import engine_names
from sd_bridge.models import Generation


def queue_position(generation: Generation) -> int | None:
    """1 = the next one on its engine; None when it does not wait."""
    return queue_positions([generation]).get(generation.pk)


def queue_positions(generations: Iterable[Generation]) -> dict[int, int]:
    """Position by primary key, of those that wait; one query however many are asked about.

    One that any engine may take counts behind those for the engine with the fewest.
    """
    wanted = {item.pk for item in generations if item.state == item.State.QUEUED}
    if not wanted:
        return {}
    positions: dict[int, int] = {}
    bound: Counter[str] = Counter()
    free = 0
    for pk, engine in Generation.objects.waiting().oldest_first().values_list("pk", "engine"):
        ahead = (
            bound[engine] if engine else min((bound[name] for name in engine_names()), default=0)
        )
        if pk in wanted:
            positions[pk] = ahead + free + 1
        bound[engine] += bool(engine)
        free += not engine
    return positions
