"""Writes down what is learned of an engine, and how long it is left alone when it falls silent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pictures.storable import storable
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import (
    EngineError,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.models import EngineState

FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(seconds=60)
QUIET = timedelta(minutes=3)  # after that long without a failure, a new one counts as the first
NO_FAILURE: dict[str, Any] = {"failing_since": None, "next_try_at": None}


def rest(failures: int) -> timedelta:
    """How long an engine is left alone after so many failures in a row: 5, 10, 20, 40, 60 s."""
    return min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)


def is_silence(error: Exception) -> bool:
    """Whether nobody is there (yet): an engine that refuses or talks nonsense does answer."""
    return isinstance(error, (EngineUnavailable, EngineTimedOut))


def told_lists(name: str, lists: EngineLists) -> None:
    """It answered for earnest: it rests no more, and its failures are forgotten."""
    now = timezone.now()
    _write(
        name,
        state=EngineState.State.ONLINE,
        dialect=lists.dialect,
        dialect_label=lists.dialect_label,
        model_names=_names(lists),
        lists_read_at=now,
        current_model=lists.current_model[:300],
        last_ok_at=now,
        failures=0,
        **NO_FAILURE,
    )


def answered(name: str) -> None:
    """A cheap call went well: workers may try. How often it had failed is kept until they have."""
    _write(name, state=EngineState.State.ONLINE, last_ok_at=timezone.now(), **NO_FAILURE)


def failed(name: str, error: EngineError) -> None:
    """A call that sends nothing failed: a silent engine rests, one that answers does not."""
    if is_silence(error):
        _fell_silent(name, error)
        return
    is_log_in = error.code == "not_allowed"
    is_other = isinstance(error, EngineUnreadable) or error.code in ("redirected", "failed")
    state = EngineState.State.REFUSED if is_log_in else EngineState.State.FAULTY
    known = {"state": state} if is_log_in or is_other else {}
    _write(name, **known, **_words(error), failures=0, **NO_FAILURE)


def painted(name: str, model: str) -> None:
    """A generation ended well; the model it asked for is what the engine has loaded now."""
    now = timezone.now()
    loaded = {"current_model": model} if model else {}
    _write(name, last_used_at=now, last_ok_at=now, **loaded)


def did_not_paint(name: str, error: EngineError) -> None:
    """A generation failed on it: told as its last error, nothing else follows from that."""
    _write(name, last_used_at=timezone.now(), **_words(error))


def _fell_silent(name: str, error: EngineError) -> None:
    now = timezone.now()
    known, _created = EngineState.objects.get_or_create(name=name)
    is_series = known.error_at is not None and now - known.error_at < QUIET
    failures = known.failures + 1 if is_series else 1
    is_starting = isinstance(error, EngineStarting)
    _write(
        name,
        state=EngineState.State.STARTING if is_starting else EngineState.State.AWAY,
        failures=failures,
        failing_since=known.failing_since or now,
        next_try_at=now + rest(failures),
        **_words(error),
    )


def _words(error: EngineError) -> dict[str, Any]:
    return {
        "error_code": error.code[:40],
        "error_params": dict(error.params),
        "error_detail": storable(error.detail),
        "error_at": timezone.now(),
    }


def _names(lists: EngineLists) -> list[str]:
    """By what names a model may be asked for, its hash included."""
    hashes = [model.sha256 for model in lists.models if model.sha256]
    return [model.name for model in lists.models] + hashes


def _write(name: str, **values: Any) -> None:
    if not EngineState.objects.filter(name=name).update(**values):
        EngineState.objects.update_or_create(name=name, defaults=values)
