"""What the scheduler does for mails and webhooks."""

from __future__ import annotations

from datetime import time, timedelta

from outbox import calling, delivering
from scheduling.registry import periodic


@periodic(every=timedelta(seconds=30), name="deliver mails")
def deliver_mails() -> None:
    delivering.deliver_due()


@periodic(every=timedelta(seconds=30), name="call webhooks")
def call_webhooks() -> None:
    calling.call_due()


@periodic(every=timedelta(days=1), at=time(4, 45), name="forget old mails")
def forget_old_mails() -> None:
    delivering.forget_old()


@periodic(every=timedelta(days=1), at=time(4, 50), name="forget old webhook deliveries")
def forget_old_deliveries() -> None:
    calling.forget_old_deliveries()
