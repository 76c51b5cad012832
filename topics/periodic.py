"""What the scheduler does for topics."""

from __future__ import annotations

from datetime import timedelta

from scheduling.registry import periodic
from topics import rules


@periodic(every=timedelta(minutes=15), name="propose pictures to topics")
def propose_pictures() -> None:
    rules.propose_everywhere()
