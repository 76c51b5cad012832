"""What the scheduler does for subscriptions and notifications."""

from __future__ import annotations

from datetime import time, timedelta

from community import digests, notifications
from scheduling.registry import periodic


@periodic(every=timedelta(minutes=10), name="write digests")
def write_digests() -> None:
    digests.send_digests()


@periodic(every=timedelta(days=1), at=time(4, 35), name="forget old notifications")
def forget_old_notifications() -> None:
    notifications.forget_old()
