"""One scheduler at a time, on every database: the holder of a row that is good for 30 s."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from scheduling.models import SchedulerLease

LEASE = timedelta(seconds=30)
_NAME = "scheduler"


class Lease:
    """This process's claim to be the clock."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:50]}-{os.getpid()}-{secrets.token_hex(8)}"

    def hold(self) -> bool:
        """Take or prolong it; False while another process holds it."""
        now = timezone.now()
        SchedulerLease.objects.get_or_create(name=_NAME)
        free = Q(holder=self.holder) | Q(until=None) | Q(until__lt=now)
        rows = SchedulerLease.objects.filter(free, name=_NAME)
        return rows.update(holder=self.holder, until=now + LEASE) == 1

    def give_up(self) -> None:
        """So that the next one need not wait."""
        SchedulerLease.objects.filter(name=_NAME, holder=self.holder).update(holder="", until=None)
