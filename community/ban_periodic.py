"""What the scheduler does about bans."""

from __future__ import annotations

from datetime import timedelta

from community.banning import end_bans
from scheduling.registry import periodic


@periodic(every=timedelta(minutes=10), name="give pages back after bans")
def give_pages_back() -> None:
    end_bans()
