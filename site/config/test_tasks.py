"""The task backend of tests."""

from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend


class TaskFailedError(AssertionError):
    """A task of the `default` queue raised; its traceback is the message."""


class ImmediateDefaultQueue(DatabaseBackend):
    """Runs tasks of the `default` queue at once and lets their failures through.

    Other queues are stored as in production, for real workers to take.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._immediate = ImmediateBackend(alias, {**params, "OPTIONS": {}})

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if task.queue_name != "default":
            return super().enqueue(task, args, kwargs)
        result = self._immediate.enqueue(task, args, kwargs)
        if result.status == TaskResultStatus.FAILED:
            raise TaskFailedError(result.errors[-1].traceback)
        return result
