"""Tasks of killed workers: their rows say RUNNING for ever, and nothing else looks after them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

STALE_AFTER = timedelta(days=1)


class WorkerKilledError(Exception):
    """The worker of this task was killed."""


def fail_stale_tasks() -> int:
    """Mark tasks as failed that have been running for longer than any task does; how many."""
    stale = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - STALE_AFTER)
    count = 0
    for task_result in stale.iterator():
        task_result.set_failed(WorkerKilledError(f"Running since {task_result.started_at}"))
        count += 1
    return count
