"""How far a server is with a task: for display only, a generation's own call says how it ended.

A server with a web interface tells about single tasks at `/internal/progress`; one started with
`--nowebui` only knows `/sdapi/v1/progress`, which is about whatever runs at the moment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sd_bridge.engines.data import Progress
from sd_bridge.engines.decoding import decode
from sd_bridge.engines.errors import EngineError, EngineStarting, EngineUnreadable
from sd_bridge.engines.numbers import finite, whole
from sd_bridge.engines.transport import Transport

MAX_ETA = 24 * 3600.0  # seconds; longer guesses are noise
MAX_PREVIEW_PIXELS = 4_500_000
TASK_PATH = "/internal/progress"
SERVER_PATH = "/sdapi/v1/progress"
NO_PICTURE = "?skip_current_image=true"


def progress_of(transport: Transport, task_id: str | None) -> Progress:
    """Never raises: what went wrong is in `problem`, as the code of an EngineError."""
    try:
        if task_id:
            try:
                return _of_task(transport, task_id)
            except EngineStarting:  # no such path: the server runs without its interface
                pass
        return _of_server(transport.get(SERVER_PATH))
    except EngineError as error:
        return Progress(problem=error.code)


def server_progress(transport: Transport) -> Progress:
    """Of whatever runs at the moment, without its preview; any EngineError."""
    return _of_server(transport.get(SERVER_PATH + NO_PICTURE))


def is_active(transport: Transport, task_id: str) -> bool:
    """Whether the server names this task as the one it works on; any EngineError."""
    return _object(transport.post(TASK_PATH, _question(task_id))).get("active") is True


def _question(task_id: str, *, preview: bool = False) -> dict[str, Any]:
    return {"id_task": task_id, "id_live_preview": -1, "live_preview": preview}


def _of_task(transport: Transport, task_id: str) -> Progress:
    body = _object(transport.post(TASK_PATH, _question(task_id, preview=True)))
    if body.get("active") is not True:
        if body.get("completed") is True:
            return Progress("completed", fraction=1.0, is_ours=False)
        return Progress("queued" if body.get("queued") is True else "unknown", is_ours=False)
    of_server = server_progress(transport)
    fraction = _fraction(body.get("progress"))
    preview, preview_format = _preview(body.get("live_preview"))
    return replace(
        of_server,
        state="active",
        fraction=fraction,
        eta=_eta(body.get("eta")) if fraction > 0 else None,
        preview=preview,
        preview_format=preview_format,
        is_ours=True,
    )


def _of_server(body: Any) -> Progress:
    body = _object(body)
    state = body.get("state")
    state = state if isinstance(state, dict) else {}
    pictures = whole(state.get("job_count")) or 0
    if pictures == 0:
        return Progress("idle")
    picture = _count(state.get("job_no")) or 0
    step = _count(state.get("sampling_step")) or 0
    # Before the first step the total still is the previous job's, and the ETA a wild guess.
    has_begun = step > 0 or picture > 0
    preview, preview_format = _preview(body.get("current_image"))
    return Progress(
        state="active",
        fraction=_fraction(body.get("progress")) if has_begun else 0.0,
        step=step,
        steps=_count(state.get("sampling_steps")) if has_begun else None,
        picture=picture,
        pictures=_count(pictures),  # -1 while the job is prepared
        eta=_eta(body.get("eta_relative")) if has_begun else None,
        preview=preview,
        preview_format=preview_format,
    )


def was_interrupted(transport: Transport, job_timestamp: str) -> bool:
    """Whether the job of this time stamp was broken off, as far as the server still knows.

    The flags stay until the next job begins, and the time stamp says whose they are.
    """
    if not job_timestamp:
        return False
    state = _object(transport.get(SERVER_PATH + NO_PICTURE)).get("state")
    if not isinstance(state, dict) or state.get("job_timestamp") != job_timestamp:
        return False
    return state.get("interrupted") is True or state.get("skipped") is True


def _preview(encoded: object) -> tuple[bytes | None, str]:
    if not encoded:
        return None, ""
    try:
        decoded = decode(encoded, max_pixels=MAX_PREVIEW_PIXELS)
    except EngineUnreadable:  # a preview that cannot be shown is none
        return None, ""
    return decoded.data, decoded.format


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise EngineUnreadable("wrong_shape", detail=f"A {type(body).__name__} is no progress.")
    return body


def _count(value: object) -> int | None:
    number = whole(value)
    return number if number is not None and 0 <= number < 2**31 else None


def _fraction(value: object) -> float:
    return min(max(finite(value) or 0.0, 0.0), 1.0)


def _eta(value: object) -> float | None:
    seconds = finite(value)
    return seconds if seconds is not None and 0 <= seconds <= MAX_ETA else None
