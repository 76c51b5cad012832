"""A generation must not wait because the task that was to run it went down with its worker."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from sd_bridge import states
from sd_bridge.engine_registry import engine_names
from sd_bridge.tasks import run_next

_KEY = "sd_bridge.woken"
_REMEMBERED = 24 * 3600  # seconds


def wake_workers() -> bool:
    """Enqueue a task if something waits that a free engine can do; whether it was.

    Without any worker it is not done again while the last such task still lies there.
    """
    if not states.is_any_takeable(engine_names()) or _lies_there(cache.get(_KEY)):
        return False
    cache.set(_KEY, str(run_next.enqueue().id), _REMEMBERED)
    return True


def _lies_there(task_id: str | None) -> bool:
    if task_id is None:
        return False
    try:
        return run_next.get_result(task_id).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False
