"""What has to be done again and again; apps add their entries when Django starts.

    @periodic(every=timedelta(minutes=5), name="expire results")
    def expire() -> None: ...

An entry must be safe to run twice: a killed scheduler may have finished it without noting so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` is a time of day in the site's time zone, for what runs once a day."""

    name: str
    every: timedelta
    run: Callable[[], object]
    at: time | None = None

    def is_due(self, last_start: datetime, now: datetime) -> bool:
        """Whether it has to start again, the last start being `last_start`."""
        if self.at is None:
            return now - last_start >= self.every
        local = timezone.localtime(now)
        occurrence = local.replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
        )
        if occurrence > local:
            occurrence -= timedelta(days=1)
        return last_start < occurrence


ENTRIES: dict[str, Entry] = {}


def periodic(
    *, every: timedelta, name: str, at: time | None = None
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register the decorated function under `name`; a second one of that name is a mistake."""

    def add(function: Callable[[], object]) -> Callable[[], object]:
        if name in ENTRIES:
            raise ValueError(f"Two periodic entries are called {name!r}")
        ENTRIES[name] = Entry(name, every, function, at)
        return function

    return add
