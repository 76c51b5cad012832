"""The addresses where pictures are painted and watched, as A1111 has them."""

from __future__ import annotations

import secrets
import string
import time
from typing import Any

from .demo import Demo
from .fields import read_fields, read_object
from .files import FileOptions, as_base64, encoded
from .problems import AnswerError
from .request_fields import IMG2IMG_OF, PROGRESS, TXT2IMG_OF
from .routing import Request, Routes
from .understanding import refuse_unknown_scripts

route = Routes()
_LETTERS = string.ascii_uppercase + string.digits


@route("POST", "/sdapi/v1/txt2img")
def txt2img(demo: Demo, request: Request) -> dict[str, Any]:
    """Paint and answer when done: requests wait for each other in the order of their coming."""
    fields = read_fields(request.body, TXT2IMG_OF[demo.dialect])
    refuse_unknown_scripts(fields)
    return painted(demo, fields, "txt2img")


@route("POST", "/sdapi/v1/img2img")
def img2img(demo: Demo, request: Request) -> dict[str, Any]:
    """The same over a picture that is sent along."""
    fields = read_fields(request.body, IMG2IMG_OF[demo.dialect])
    if fields["init_images"] is None:
        raise AnswerError(404, "Init image not found")
    refuse_unknown_scripts(fields)
    return painted(demo, fields, "img2img")


def painted(demo: Demo, fields: dict[str, Any], kind: str) -> dict[str, Any]:
    """Wait for one's turn, paint, answer."""
    task = fields["force_task_id"] or (
        f"task({kind}-{''.join(secrets.choice(_LETTERS) for _ in range(7))})"
    )
    demo.tasks.add(task)
    with demo.queue():
        demo.state.begin(f"scripts_{kind}")
        try:
            demo.tasks.start(task)
            processed = demo.studio.process(fields)
            demo.tasks.finish(task)
        finally:
            demo.state.end()
    return demo.studio.answer(fields, processed)


@route("GET", "/sdapi/v1/progress")
def progress(demo: Demo, request: Request) -> dict[str, Any]:
    state = demo.state
    answer = {
        "progress": 0.0,
        "eta_relative": 0.0,
        "state": state.as_json(),
        "current_image": None,
        "textinfo": None,
    }
    if state.job_count == 0:
        return answer
    done = 0.01 + state.part_done()
    elapsed = time.monotonic() - state.started_at
    answer |= {"progress": min(done, 1.0), "eta_relative": elapsed / done - elapsed}
    image = None if request.flag("skip_current_image") else state.preview()
    if image is not None:
        answer["current_image"] = as_base64(encoded(image, "", FileOptions(with_infotext=False)))
    return answer


@route("POST", "/internal/progress")
def task_progress(demo: Demo, request: Request) -> dict[str, Any]:
    """Progress of one task by its id."""
    asked = read_fields(request.body, PROGRESS)
    task, tasks, state = asked["id_task"], demo.tasks, demo.state
    waiting = tasks.waiting()
    answer: dict[str, Any] = {
        "active": task is not None and task == tasks.current,
        "queued": task in waiting,
        "completed": task in tasks.finished,
        "progress": None,
        "eta": None,
        "live_preview": None,
        "id_live_preview": -1,
        "textinfo": "Waiting...",
    }
    if not answer["active"]:
        if answer["queued"]:
            answer["textinfo"] = f"In queue: {waiting.index(task) + 1}/{len(waiting)}"
        return answer
    done = state.part_done()
    elapsed = time.monotonic() - state.started_at
    eta = elapsed / done - elapsed if done else None
    answer |= {"progress": done, "eta": eta, "textinfo": None}
    answer["id_live_preview"] = asked["id_live_preview"]
    if asked["live_preview"] and state.id_live_preview != asked["id_live_preview"]:
        number, image = state.id_live_preview, state.preview()
        if image is not None:
            data = as_base64(encoded(image, "", FileOptions(with_infotext=False)))
            answer |= {"live_preview": f"data:image/png;base64,{data}", "id_live_preview": number}
    return answer


@route("GET", "/internal/pending-tasks")
def pending_tasks(demo: Demo, _request: Request) -> dict[str, Any]:
    waiting = demo.tasks.waiting()
    return {"size": len(waiting), "tasks": waiting}


@route("POST", "/sdapi/v1/interrupt")
def interrupt(demo: Demo, _request: Request) -> dict[str, Any]:
    """Stop whatever is running now; what waits is not touched."""
    demo.state.stop(everything=True)
    return {}


@route("POST", "/sdapi/v1/skip")
def skip(demo: Demo, _request: Request) -> None:
    demo.state.stop(everything=False)


@route("GET", "/sdapi/v1/options")
def get_options(demo: Demo, _request: Request) -> dict[str, Any]:
    return demo.options.everything()


@route("POST", "/sdapi/v1/options")
def post_options(demo: Demo, request: Request) -> None:
    demo.options.post(read_object(request.body))
