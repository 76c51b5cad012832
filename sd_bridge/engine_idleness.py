"""Whether an engine may still be at work on a generation that has ended for us.

Servers work on after a connection is gone. Sending them the next request is no fault (it would
wait in their own queue), but its editor would wait without knowing for what.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sd_bridge import engine_registry
from sd_bridge.engines.webui import WebUI
from sd_bridge.models import Generation


def may_be_at_work(generation: Generation) -> bool:
    """Asks the engine, no database; nobody waits longer than a generation takes (`SD_TIMEOUT`)."""
    if generation.sent_at is None:
        return False
    ended = generation.finished_at or timezone.now()
    if timezone.now() - ended > timedelta(seconds=settings.SD_TIMEOUT):
        return False
    try:
        client = engine_registry.engine(generation.engine)
    except engine_registry.UnknownEngineError:
        return False
    return _is_at_work(client, generation.task_id)


def _is_at_work(client: WebUI, task_id: str) -> bool:
    progress = client.progress(task_id)
    if progress.problem:
        return progress.problem != "unreachable"  # nothing is there, or it does not tell
    if progress.state == "unknown" and progress.is_ours is None:
        return _is_there(client)  # it tells nobody how far it is
    if progress.state in ("completed", "idle", "unknown"):
        return False
    # A task that raised an error stays active or pending for ever; the server's own state tells.
    return client.progress(None).state != "idle"


def _is_there(client: WebUI) -> bool:
    error = client.status().error
    return error is None or error.code != "unreachable"
