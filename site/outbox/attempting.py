"""One attempt at something of the outbox, by one worker at a time; failures are noted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from outbox.models import Attempt, AttemptQuerySet

logger = logging.getLogger(__name__)

AWAY_SECONDS = 60
AT_ONCE = 500  # in one round
Row = TypeVar("Row", bound=Attempt)


class Outcome(Enum):
    SENT = "sent"
    DROPPED = "dropped"
    REFUSED = "refused"  # by the server, this one
    AWAY = "away"  # no server to talk to
    TAKEN = "taken"  # by another worker, or not due


def attempt(
    row: Row | None, *, is_wanted: Callable[[Row], bool], send: Callable[[Row], Outcome]
) -> Outcome:
    """Send one, if it is due and no other worker has it. Failures are noted, not raised."""
    if row is None or not row.take():
        return Outcome.TAKEN
    try:
        if not is_wanted(row):
            row.note_dropped()
            return Outcome.DROPPED
        return send(row)
    except Exception as error:
        # One that cannot be made must not keep the others waiting.
        logger.exception("%s %s could not be made", type(row).__name__, row.pk)
        row.note_failure(f"{type(error).__name__}: {error}")
        return Outcome.REFUSED


def attempt_due(
    rows: AttemptQuerySet, one: Callable[[int], Outcome], *, seconds: float | None = None
) -> tuple[int, Outcome]:
    """Send what is due, the oldest first, until a server is away; how many, and the last outcome.

    After `seconds` none is begun any more.
    """
    due = rows.due(timezone.now()).order_by("next_try_at", "pk")
    begun, sent, outcome = time.monotonic(), 0, Outcome.TAKEN
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        outcome = one(pk)
        sent += outcome is Outcome.SENT
        is_late = seconds is not None and time.monotonic() - begun > seconds
        if outcome is Outcome.AWAY or is_late:
            break
    return sent, outcome


def unless_away(key: str, work: Callable[[], Outcome]) -> Outcome:
    """What a task does: leaves it to the scheduler while the server is known to be away."""
    if cache.get(key):
        return Outcome.AWAY
    outcome = work()
    if outcome is Outcome.AWAY:
        cache.set(key, True, AWAY_SECONDS)
    return outcome
