"""What the scheduler does for submissions."""

from __future__ import annotations

from datetime import time, timedelta

from community import submission_withdrawing
from scheduling.registry import periodic


@periodic(every=timedelta(days=1), at=time(4, 35), name="expire submissions")
def expire_submissions() -> None:
    submission_withdrawing.expire()
