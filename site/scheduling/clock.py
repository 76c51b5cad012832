"""Runs what is due, each entry in a thread of its own: a slow one does not hold up the others."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from scheduling.lease import Lease
from scheduling.models import PeriodicRun
from scheduling.registry import ENTRIES, Entry

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds
PATIENCE = 10.0  # seconds for what still runs when the clock is told to stop


def run_due() -> list[str]:
    """Run here and now, one after the other, what is due; the names."""
    due = [entry for entry in ENTRIES.values() if _is_due(entry)]
    for entry in due:
        run_entry(entry)
    return [entry.name for entry in due]


def run_entry(entry: Entry) -> None:
    """Run it and note how that went; a failure is logged and goes no further."""
    started_at = timezone.now()
    PeriodicRun.objects.filter(name=entry.name).update(started_at=started_at, finished_at=None)
    error = ""
    try:
        entry.run()
    except Exception as caught:
        logger.exception("The periodic entry %r failed", entry.name)
        error = f"{type(caught).__name__}: {caught}"[:500]
    PeriodicRun.objects.filter(name=entry.name, started_at=started_at).update(
        finished_at=timezone.now(), error=error
    )


def _is_due(entry: Entry) -> bool:
    """An entry seen for the first time runs at once, one with a time of day at that time."""
    now = timezone.now()
    first = now if entry.at else now - entry.every
    run, _created = PeriodicRun.objects.get_or_create(
        name=entry.name, defaults={"started_at": first}
    )
    return entry.is_due(run.started_at, now)


class Clock:
    """The loop of the scheduler process; `stop` ends it from a signal handler."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._running: dict[str, Thread] = {}
        self._lease = Lease()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        is_first = False
        while not self._stopping.is_set():
            close_old_connections()
            try:
                is_first = self._tick(was_holding=is_first)
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database is away: %s", error)
            close_old_connections()
            self._stopping.wait(TICK)
        self._end()

    def _tick(self, *, was_holding: bool) -> bool:
        is_holding = self._lease.hold()
        if is_holding != was_holding:
            logger.info("This scheduler %s", "is the clock" if is_holding else "stands by")
        if is_holding:
            for entry in ENTRIES.values():
                if not self._is_running(entry.name) and _is_due(entry):
                    self._start(entry)
        return is_holding

    def _is_running(self, name: str) -> bool:
        thread = self._running.get(name)
        return thread is not None and thread.is_alive()

    def _start(self, entry: Entry) -> None:
        thread = Thread(target=_run_in_thread, args=[entry], name=entry.name, daemon=True)
        self._running[entry.name] = thread
        thread.start()

    def _end(self) -> None:
        for thread in self._running.values():
            thread.join(PATIENCE)
        try:
            self._lease.give_up()
        except (OperationalError, InterfaceError) as error:
            logger.warning("The lease could not be given up: %s", error)


def _run_in_thread(entry: Entry) -> None:
    try:
        run_entry(entry)
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database is away, %r is not noted: %s", entry.name, error)
    finally:
        connections.close_all()
