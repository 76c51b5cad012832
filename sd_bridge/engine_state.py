"""How each engine stands, in values and in words: for its page, the dashboard and the form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sd_bridge.engine_registry import engine_names
from sd_bridge.fleet import Fleet
from sd_bridge.models import EngineState, Generation
from sd_bridge.queue_places import next_try

State = EngineState.State
RECENT = 24 * 3600  # seconds: an error that is older says nothing of today


@dataclass(frozen=True, slots=True)
class EngineOverview:
    """One engine. `state`: online, busy, asleep, starting, refused, faulty or unknown.

    `waiting` counts what waits for it and what it, beside others, may take. The sentences are in
    the language that was active. `error_detail` is for administrators only.
    """

    name: str
    state: str
    sentence: str
    waiting: int
    running: bool
    current_model: str
    dialect_label: str
    last_error_sentence: str
    next_try_at: datetime | None
    is_resting: bool
    last_ok_at: datetime | None
    error_at: datetime | None
    error_detail: str

    @property
    def is_online(self) -> bool:
        return self.state in ("online", "busy")


def overview() -> list[EngineOverview]:
    """All engines that are set up, in their order. Asks none: three queries."""
    fleet = Fleet.now(engine_names())
    waiting: Counter[str] = Counter()
    for generation in Generation.objects.waiting().for_dispatch():
        waiting.update(fleet.able(generation))
    return [_overview(fleet, name, waiting[name]) for name in fleet.names]


def summary(engines: list[EngineOverview]) -> str:
    """ "2 of 3 engines online", in the active language; "" without any engine."""
    if not engines:
        return ""
    return ngettext(
        "%(online)s of %(count)s engine online",
        "%(online)s of %(count)s engines online",
        len(engines),
    ) % {"online": sum(engine.is_online for engine in engines), "count": len(engines)}


def _overview(fleet: Fleet, name: str, waiting: int) -> EngineOverview:
    known = fleet.states.get(name) or EngineState(name=name)
    is_busy = name in fleet.busy
    state = _state(known, is_busy=is_busy)
    is_resting = name in fleet.resting
    return EngineOverview(
        name=name,
        state=state,
        sentence=_sentence(known, state, waiting, is_resting=is_resting),
        waiting=waiting,
        running=is_busy,
        current_model=known.current_model,
        dialect_label=known.dialect_label,
        last_error_sentence=known.error_sentence if _is_recent(known) else "",
        next_try_at=known.next_try_at,
        is_resting=is_resting,
        last_ok_at=known.last_ok_at,
        error_at=known.error_at,
        error_detail=known.error_detail if _is_recent(known) else "",
    )


def _state(known: EngineState, *, is_busy: bool) -> str:
    if known.state == State.AWAY:
        return "asleep"
    if is_busy and known.state in (State.ONLINE, State.UNKNOWN):
        return "busy"
    return str(known.state)


def _sentence(known: EngineState, state: str, waiting: int, *, is_resting: bool) -> str:
    """ "asleep since 14:02, 3 waiting, next try in 20 seconds" """
    parts = [_state_words(known, state)]
    if waiting:
        parts.append(
            ngettext("%(count)s waiting", "%(count)s waiting", waiting) % {"count": waiting}
        )
    if is_resting:
        parts.append(next_try(known.next_try_at))
    return ", ".join(parts)


def _state_words(known: EngineState, state: str) -> str:
    since = moment(known.failing_since)
    if state == "asleep" and since:
        return _("asleep since %(moment)s") % {"moment": since}
    return {
        "online": _("online"),
        "busy": _("busy"),
        "asleep": _("asleep"),
        "starting": _("starting"),
        "refused": _("log-in refused"),
        "faulty": _("does not answer as a WebUI"),
    }.get(state, _("not asked yet"))


def moment(moment: datetime | None) -> str:
    """A time of today, else the day with it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")


def _is_recent(known: EngineState) -> bool:
    return known.error_at is not None and (timezone.now() - known.error_at).total_seconds() < RECENT
