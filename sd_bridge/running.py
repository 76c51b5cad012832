"""What a worker does with a generation it has taken."""

from __future__ import annotations

import logging

from sd_bridge import (
    engine_notes,
    engine_registry,
    failures,
    handing_back,
    result_files,
    states,
    storing,
    unreached,
)
from sd_bridge.attending import Attendance, OvertakenError
from sd_bridge.calling import Call
from sd_bridge.engine_idleness import may_be_at_work
from sd_bridge.engines.data import Answer, EngineLists
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.fleet import Fleet
from sd_bridge.insisting import insist
from sd_bridge.models import Generation

logger = logging.getLogger(__name__)


def run_oldest() -> Generation | None:
    """Take the oldest generation that a free engine can do and run it to its end."""
    generation = states.take_oldest(engine_registry.engine_names())
    if generation is not None:
        run(generation)
        generation.refresh_from_db()
    return generation


def run(generation: Generation) -> None:
    """From taken to done, failed or cancelled; foreseen failures end in the row, not here.

    Back into the queue if nothing was sent and another try, or another engine, may help.
    """
    logger.info("Generation %s runs on %s", generation.uuid, generation.engine)
    may_still_work = False
    try:
        client = engine_registry.engine(generation.engine)
        storing.store(generation, _paint(generation, client))
        insist(lambda: engine_notes.painted(generation.engine, generation.model))
    except OvertakenError:  # cancelled at the last moment, or no longer ours: then nothing happens
        insist(lambda: states.cancel_running(generation))
    except EngineError as error:
        may_still_work = error.may_still_work
        _settle(generation, error)
    except Exception as error:
        if _fail(generation, error) == failures.UNEXPECTED:
            raise
    finally:
        result_files.remove([generation.preview.name])
        insist(lambda: _let_go(generation, may_still_work=may_still_work))


def _paint(generation: Generation, client: WebUI) -> Answer:
    """Ask the engine once. `sent_at` is committed before, so that nobody ever asks it again."""
    attendance = Attendance(generation, client)
    request = generation.as_request()
    lists = _lists_of(generation, client, attendance)
    client.check(request, lists)
    if not insist(lambda: states.mark_sent(generation)):
        raise OvertakenError(str(generation.uuid))
    task_id = generation.task_id
    call = Call(lambda: client.run(request, task_id=task_id, lists=lists))
    attendance.until_over(call, is_painting=True)
    return call.answer()


def _lists_of(generation: Generation, client: WebUI, attendance: Attendance) -> EngineLists:
    """Asked anew each time: it tells whether the engine is there, and what it has got today."""
    call = Call(client.capabilities)
    attendance.until_over(call, is_painting=False)
    try:
        lists = call.answer()
    except EngineError as error:
        engine_notes.failed(generation.engine, error)
        raise
    engine_registry.remember_lists(generation.engine, lists)
    fleet = Fleet.now(engine_registry.engine_names())
    unreached.forgive_unreached(fleet, generation.engine)
    return lists


def _settle(generation: Generation, error: EngineError) -> None:
    """Tried again if nothing was sent, else failed; told as the engine's last error."""
    insist(lambda: generation.refresh_from_db(fields=["sent_at", "unreached_since"]))
    if generation.sent_at is not None:
        insist(lambda: engine_notes.did_not_paint(generation.engine, error))
    elif handing_back.is_tried_again(generation, error):
        logger.info("Generation %s waits again: %s", generation.uuid, error.code)
        return
    _fail(generation, error)


def _fail(generation: Generation, error: Exception) -> str:
    """The code it failed with."""
    failure = handing_back.failure_of(generation, error)
    logger.warning("Generation %s failed: %s", generation.uuid, failure["code"])
    insist(lambda: states.fail_or_cancel(generation, failure))
    return str(failure["code"])


def _let_go(generation: Generation, *, may_still_work: bool) -> None:
    """Free the engine, or leave it to the reaper to do so once it has become idle."""
    generation.refresh_from_db(fields=["sent_at", "finished_at"])
    if may_still_work and may_be_at_work(generation):
        states.hand_over(generation)
    else:
        states.release(generation)
