"""Upkeep that belongs to the whole site."""

from __future__ import annotations

from datetime import time, timedelta

from django.core.management import call_command

from scheduling.registry import periodic
from scheduling.stale_tasks import fail_stale_tasks


@periodic(every=timedelta(seconds=30), name="publish scheduled pages")
def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


@periodic(every=timedelta(days=1), at=time(4, 10), name="rebuild the search index")
def rebuild_search_index() -> None:
    call_command("update_index", verbosity=0)


@periodic(every=timedelta(days=1), at=time(4, 40), name="clear sessions")
def clear_sessions() -> None:
    call_command("clearsessions")


@periodic(every=timedelta(days=1), at=time(4, 50), name="prune tasks")
def prune_tasks() -> None:
    """Finished tasks are kept for two weeks; those of killed workers are closed first."""
    fail_stale_tasks()
    call_command("prune_db_task_results", queue_name="*", min_age_days=14, verbosity=0)
