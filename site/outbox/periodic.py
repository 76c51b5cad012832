"""What the scheduler does for mails."""

from __future__ import annotations

from datetime import time, timedelta

from outbox import delivering
from scheduling.registry import periodic


@periodic(every=timedelta(seconds=30), name="deliver mails")
def deliver_mails() -> None:
    delivering.deliver_due()


@periodic(every=timedelta(days=1), at=time(4, 45), name="forget old mails")
def forget_old_mails() -> None:
    delivering.forget_old()
