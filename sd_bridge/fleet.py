"""All engines at one moment: which of them may do what waits, and which are free for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from sd_bridge.models import EngineState, Generation

LISTS_TRUSTED = timedelta(minutes=10)  # an older list may lack what was added since
OVERDUE = timedelta(minutes=2)  # without a scheduler to probe it, a rest ends by itself
NEVER = datetime.min.replace(tzinfo=UTC)
_ANSWERING = (EngineState.State.ONLINE, EngineState.State.UNKNOWN)


class Fleet:
    """Three values of each engine of `names`: its row, whether it is taken, whether it rests."""

    def __init__(
        self, names: Iterable[str], states: Iterable[EngineState], busy: Iterable[str]
    ) -> None:
        self.names = list(names)
        self.states = {state.name: state for state in states}
        self.busy = set(busy) & set(self.names)
        now = timezone.now()
        self.resting = {name for name in self.names if _rests(self.states.get(name), now)}
        self._now = now

    @classmethod
    def now(cls, names: Iterable[str]) -> Fleet:
        names = list(names)
        busy = Generation.objects.holding_engines().values_list("running_on", flat=True)
        return cls(
            names, EngineState.objects.filter(name__in=names), [name for name in busy if name]
        )

    @property
    def free(self) -> set[str]:
        """Neither taken nor resting."""
        return set(self.names) - self.busy - self.resting

    def able(self, generation: Generation) -> list[str]:
        """The engines that may do it, free or not; [] when none will ever take it."""
        if not generation.any_engine:
            return [name for name in self.names if name == generation.engine]
        return [
            name
            for name in self.names
            if name not in generation.refused_by and self.may_have(name, generation.model)
        ]

    def may_have(self, name: str, model: str) -> bool:
        """False only if a fresh list of the engine's models does not name this one."""
        state = self.states.get(name)
        if not model or state is None or not state.model_names or state.lists_read_at is None:
            return True
        return model in state.model_names or self._now - state.lists_read_at > LISTS_TRUSTED

    def best(self, generation: Generation) -> str | None:
        """The free engine to do it: where its model is loaded, then the one idle longest."""
        free = self.free
        able = [name for name in self.able(generation) if name in free]
        return min(able, key=lambda name: self._rank(name, generation.model), default=None)

    def is_out_of_reach(self, generation: Generation) -> bool:
        """Whether it waits only because every engine that may do it could not be reached."""
        able = self.able(generation)
        return bool(able) and self.resting.issuperset(able)

    def _rank(self, name: str, model: str) -> tuple[bool, bool, bool, datetime]:
        state = self.states.get(name) or EngineState(name=name)
        return (
            state.state not in _ANSWERING,
            bool(model) and state.current_model != model,
            bool(model) and model not in (state.model_names or ()),
            state.last_used_at or NEVER,
        )


def _rests(state: EngineState | None, now: datetime) -> bool:
    return state is not None and state.next_try_at is not None and now < state.next_try_at + OVERDUE
