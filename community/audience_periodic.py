"""What the scheduler does for statistics."""

from __future__ import annotations

from datetime import time, timedelta

from community import view_counting
from scheduling.registry import periodic


@periodic(every=timedelta(minutes=1), name="add up views")
def add_up_views() -> None:
    view_counting.add_up()


@periodic(every=timedelta(hours=1), name="note subscribers")
def note_subscribers() -> None:
    view_counting.note_subscribers()


@periodic(every=timedelta(days=1), at=time(4, 45), name="forget old statistics")
def forget_old_statistics() -> None:
    view_counting.forget_old()
