"""Where a generation is in the queue, and in words what it waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sd_bridge.engine_registry import engine_names
from sd_bridge.fleet import Fleet
from sd_bridge.models import EngineState, Generation


@dataclass(frozen=True, slots=True)
class Place:
    """`position` 1 = the next one; `is_out_of_reach`: no engine for it answers at the moment.

    `next_try_at` is when one of them is tried again, None where that is not known.
    """

    position: int
    is_out_of_reach: bool = False
    next_try_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """In the active language, for the headline; it does not change from second to second."""
        if self.is_out_of_reach:
            return _("Waiting for the engine, which cannot be reached")
        if self.position <= 1:
            return _("Next in the queue")
        return _("Number %(position)s in the queue") % {"position": self.position}

    @property
    def detail(self) -> str:
        """When the engine is tried again; "" while there is nothing more to say."""
        return next_try(self.next_try_at) if self.is_out_of_reach else ""


def next_try(at: datetime | None) -> str:
    """ "next try in 20 s", in the active language."""
    seconds = round((at - timezone.now()).total_seconds()) if at else 0
    if seconds <= 0:
        return _("trying again now")
    return ngettext(
        "next try in %(seconds)s second", "next try in %(seconds)s seconds", seconds
    ) % {"seconds": seconds}


def queue_places(generations: Iterable[Generation]) -> dict[int, Place]:
    """By primary key, of those that wait; two queries however many are asked about.

    Older ones are ahead that its engine may do first; what any engine may take is ahead on each
    that may do it, and itself waits where the fewest are ahead.
    """
    wanted = {item.pk for item in generations if item.state == Generation.State.QUEUED}
    if not wanted:
        return {}
    names = engine_names()
    fleet = Fleet(names, EngineState.objects.filter(name__in=names), ())
    places: dict[int, Place] = {}
    ahead: Counter[str] = Counter()
    for generation in Generation.objects.waiting().oldest_first().for_dispatch():
        able = fleet.able(generation) or [generation.engine]
        if generation.pk in wanted:
            places[generation.pk] = _place(fleet, generation, able, ahead)
        ahead.update(able)
    return places


def _place(fleet: Fleet, generation: Generation, able: list[str], ahead: Counter[str]) -> Place:
    if fleet.is_out_of_reach(generation):
        tries = [fleet.states[name].next_try_at for name in able]
        shortest = min(ahead[name] for name in able)
        return Place(shortest + 1, is_out_of_reach=True, next_try_at=min(filter(None, tries)))
    return Place(1 + min(ahead[name] for name in able if name not in fleet.resting))


def queue_positions(generations: Iterable[Generation]) -> dict[int, int]:
    """Only the numbers of `queue_places`."""
    return {key: place.position for key, place in queue_places(generations).items()}


def queue_position(generation: Generation) -> int | None:
    """1 = the next one on its engine; None when it does not wait."""
    return queue_positions([generation]).get(generation.pk)
