"""What a worker does with a generation it has taken."""

from __future__ import annotations

import logging

from sd_bridge import engine_registry, failures, result_files, states, storing
from sd_bridge.attending import Attendance, OvertakenError
from sd_bridge.calling import Call
from sd_bridge.engine_idleness import may_be_at_work
from sd_bridge.engines.data import Answer, EngineLists
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.insisting import insist
from sd_bridge.models import Generation

logger = logging.getLogger(__name__)

START_ATTEMPTS, START_PAUSE = 5, 2.0  # an engine that is just starting gets these seconds


def run_oldest() -> Generation | None:
    """Take the oldest generation that a free engine can do and run it to its end."""
    generation = states.take_oldest(engine_registry.engine_names())
    if generation is not None:
        run(generation)
        generation.refresh_from_db()
    return generation


def run(generation: Generation) -> None:
    """From taken to done, failed or cancelled; foreseen failures end in the row, not here."""
    logger.info("Generation %s runs on %s", generation.uuid, generation.engine)
    may_still_work = False
    try:
        client = engine_registry.engine(generation.engine)
        storing.store(generation, _paint(generation, client))
    except OvertakenError:  # cancelled at the last moment, or no longer ours: then nothing happens
        insist(lambda: states.cancel_running(generation))
    except Exception as error:
        failure = failures.failure_of(error)
        may_still_work = isinstance(error, EngineError) and error.may_still_work
        logger.warning("Generation %s failed: %s", generation.uuid, failure["code"])
        insist(lambda: states.fail_or_cancel(generation, failure))
        if failure["code"] == failures.UNEXPECTED:
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
    call = Call(lambda: client.txt2img(request, task_id=task_id, lists=lists))
    attendance.until_over(call, is_painting=True)
    return call.answer()


def _lists_of(generation: Generation, client: WebUI, attendance: Attendance) -> EngineLists:
    call = Call(lambda: client.capabilities(attempts=START_ATTEMPTS, pause=START_PAUSE))
    attendance.until_over(call, is_painting=False)
    lists = call.answer()
    engine_registry.remember_lists(generation.engine, lists)
    return lists


def _let_go(generation: Generation, *, may_still_work: bool) -> None:
    """Free the engine, or leave it to the reaper to do so once it has become idle."""
    generation.refresh_from_db(fields=["sent_at", "finished_at"])
    if may_still_work and may_be_at_work(generation):
        states.hand_over(generation)
    else:
        states.release(generation)
