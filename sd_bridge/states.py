"""The state machine of a generation: the only writer of its state.

    queued ──take──► running ──finish──► done
      │ ▲               │ ├────fail────► failed
      │ └─put/hand_back─┘ └───cancel───► cancelled
      └──────cancel───► cancelled, ──fail──► failed

Each step is one conditional UPDATE that says whether it happened; whoever comes second, be it a
second worker, a second press or a worker that was believed dead, changes nothing. A worker proves
with its token (`worker`, a new one for each take) that the generation still is its own.

`running_on` outlives the state: a cancelled or failed generation may leave its engine at work, and
the engine is given nothing else before `release`.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from pictures.storable import storable
from sd_bridge.dispatching import first_offer
from sd_bridge.engines.data import Progress
from sd_bridge.models import Generation, GenerationQuerySet
from sd_bridge.webhook_events import tell_finished

LEASE = timedelta(seconds=30)
State = Generation.State

_UNTOLD: dict[str, Any] = {
    "progress": 0.0,
    "step": None,
    "steps_total": None,
    "picture_index": None,
    "eta": None,
}


def worker_token() -> str:
    """Names a worker for the log, and one take of it for the conditions."""
    return f"{socket.gethostname()[:50]}-{os.getpid()}-{secrets.token_hex(8)}"


def take_oldest(engines: Iterable[str]) -> Generation | None:
    """The oldest waiting generation that a free engine may do, now running on it.

    It runs under a token of its own. None when there is none; of two workers that want the same,
    one gets it, and the other looks again.
    """
    engines = list(engines)
    while (offer := first_offer(engines)) is not None:
        generation, engine = offer
        if _take(generation, engine):
            return Generation.objects.get(pk=generation.pk)
    return None


def is_any_takeable(engines: Iterable[str]) -> bool:
    """Whether something waits that a free engine can do."""
    return first_offer(engines) is not None


def _take(generation: Generation, engine: str) -> bool:
    now = timezone.now()
    try:
        with transaction.atomic():
            return _changed(
                Generation.objects.waiting().filter(pk=generation.pk, engine=generation.engine),
                state=State.RUNNING,
                engine=engine,
                running_on=engine,
                worker=worker_token(),
                lease_until=now + LEASE,
                started_at=now,
                attempts=F("attempts") + 1,
                **_UNTOLD,
            )
    except IntegrityError:  # another worker has just given this engine something else
        return False


def mark_sent(generation: Generation) -> bool:
    """From now on the engine may be at work on it. False: do not send, it is no longer ours."""
    return _changed(
        _ours(generation).running().filter(cancel_requested_at=None),
        sent_at=timezone.now(),
        lease_until=timezone.now() + LEASE,
        unreached_since=None,
    )


def renew(generation: Generation, progress: Progress | None = None, preview: str = "") -> bool:
    """Prolong the lease and note how far it is. False when it is no longer ours."""
    values: dict[str, Any] = {"lease_until": timezone.now() + LEASE}
    if progress is not None and progress.state == "active":
        values |= {
            "progress": progress.fraction,
            "step": progress.step,
            "steps_total": progress.steps,
            "picture_index": _picture_at(progress, generation.count),
            "eta": progress.eta,
        }
    if preview:
        values["preview"] = preview
    return _changed(_ours(generation), **values)


def _picture_at(progress: Progress, count: int) -> int | None:
    """The first picture being painted. Servers count batches, and each pass over one, as jobs."""
    if progress.picture is None:
        return None
    jobs = progress.pictures or count
    return min(progress.picture * count // max(jobs, 1), count - 1)


def finish(
    generation: Generation,
    *,
    differences: list[dict[str, str]],
    caption: str = "",
    results: int = 0,
) -> bool:
    """running → done, unless somebody cancelled it in the meantime. Frees the engine.

    `results` is how many the caller stores in the same transaction.
    """
    return _ended(
        generation,
        _ours(generation).running().filter(cancel_requested_at=None),
        results=results,
        state=State.DONE,
        differences=differences,
        caption=storable(caption),
        preview="",
        **{**_UNTOLD, "progress": 1.0},
        **_RELEASED,
    )


def fail(generation: Generation, failure: dict[str, Any], *, differences: Iterable = ()) -> bool:
    """queued or running → failed; `failure` is an EngineError's `as_json`.

    The engine stays taken until it is released: it may still be working.
    """
    return _ended(
        generation,
        _ours(generation).filter(state__in=[State.QUEUED, State.RUNNING]),
        state=State.FAILED,
        error_code=failure["code"],
        error_params=failure.get("params", {}),
        error_detail=storable(failure.get("detail", "")),
        differences=list(differences),
        preview="",
        eta=None,
    )


def fail_or_cancel(generation: Generation, failure: dict[str, Any]) -> bool:
    """What a worker does with a failure: after a cancel nobody is interested in it."""
    if Generation.objects.filter(pk=generation.pk, cancel_requested_at__isnull=False).exists():
        return cancel_running(generation)
    return fail(generation, failure)


def cancel_waiting(generation: Generation) -> bool:
    """queued → cancelled."""
    return _ended(
        generation,
        Generation.objects.waiting().filter(pk=generation.pk),
        state=State.CANCELLED,
        cancel_requested_at=timezone.now(),
    )


def ask_to_cancel(generation: Generation) -> bool:
    """Tell the worker of a running generation; the first to ask counts."""
    running = Generation.objects.running().filter(pk=generation.pk, cancel_requested_at=None)
    return _changed(running, cancel_requested_at=timezone.now())


def cancel_running(generation: Generation) -> bool:
    """running → cancelled, by its worker. The engine stays taken until it is released."""
    return _ended(
        generation,
        _ours(generation).running(),
        state=State.CANCELLED,
        preview="",
        eta=None,
    )


def seize(generation: Generation) -> bool:
    """Take a generation away from a worker whose lease has run out; the engine stays taken.

    Whatever that worker still does changes nothing any more. The lease is not prolonged, so that
    the next look at lapsed ones finds it again unless it has been put back or released.
    """
    token = worker_token()
    lapsed = _ours(generation).filter(lease_until__lt=timezone.now())
    seized = _changed(lapsed.holding_engines(), worker=token)
    if seized:
        generation.worker = token
    return seized


def hand_over(generation: Generation) -> bool:
    """The worker is through with it but its engine may not be: whoever reaps watches on."""
    return _changed(_ours(generation).finished(), lease_until=timezone.now())


def put_back(generation: Generation) -> bool:
    """running → queued, at its old place; only if nothing was sent to the engine."""
    return _queue_again(generation)


def hand_back(
    generation: Generation, *, unreached_since: datetime | None = None, refused_by: str = ""
) -> bool:
    """As `put_back`, by its own worker: this attempt does not count.

    `unreached_since`: its engine was not there; a time that is noted already stays.
    `refused_by`: this engine has not got what is asked for; another one is to take it.
    """
    refusals = [*generation.refused_by, refused_by] if refused_by else generation.refused_by
    return _queue_again(
        generation,
        attempts=F("attempts") - 1,
        refused_by=refusals,
        unreached_since=generation.unreached_since or unreached_since,
    )


def _queue_again(generation: Generation, **values: Any) -> bool:
    return _changed(
        _ours(generation).running().filter(sent_at=None, cancel_requested_at=None),
        state=State.QUEUED,
        engine="" if generation.any_engine else generation.engine,
        started_at=None,
        preview="",
        **_UNTOLD,
        **_RELEASED,
        **values,
    )


def release(generation: Generation) -> bool:
    """Free the engine of a generation that has ended."""
    return _changed(_ours(generation).finished().holding_engines(), **_RELEASED)


_RELEASED: dict[str, Any] = {"running_on": None, "worker": "", "lease_until": None}


def _ours(generation: Generation) -> GenerationQuerySet:
    return Generation.objects.filter(pk=generation.pk, worker=generation.worker)


def _ended(
    generation: Generation, rows: GenerationQuerySet, *, results: int = 0, **values: Any
) -> bool:
    """As `_changed`, for the steps after which nothing more comes; webhooks are told."""
    with transaction.atomic():
        is_over = _changed(rows, finished_at=timezone.now(), **values)
        if is_over:
            tell_finished(generation.pk, results)
    return is_over


def _changed(rows: GenerationQuerySet, **values: Any) -> bool:
    return rows.update(**values) == 1
