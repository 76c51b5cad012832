"""The addresses of the demo WebUI and what each answers."""

import os
import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from . import catalogue
from .asked import refuse_unknown_scripts
from .fields import PNG_INFO, PROGRESS, TXT2IMG, read_fields, read_object
from .files import FileOptions, as_base64, decoded, encoded, read_infotext
from .generating import Studio
from .infotext import read_pairs
from .options import Options
from .state import FIFOLock, State, Tasks


@dataclass
class Demo:
    """Everything a running demo WebUI holds."""

    seconds_per_step: float
    auth: str | None = None
    state: State = field(default_factory=State)
    options: Options = field(default_factory=Options)
    tasks: Tasks = field(default_factory=Tasks)
    queue: FIFOLock = field(default_factory=FIFOLock)

    @property
    def studio(self) -> Studio:
        return Studio(self.state, self.options, seconds_per_step=self.seconds_per_step)


@dataclass(frozen=True)
class Request:
    """`query` without the question mark, `body` as received."""

    query: str
    body: bytes

    def flag(self, name: str) -> bool:
        return parse_qs(self.query).get(name, [""])[-1].lower() in {"1", "true", "on", "yes"}


Endpoint = Callable[[Demo, Request], Any]
ROUTES: dict[str, dict[str, Endpoint]] = {}


def route(method: str, path: str) -> Callable[[Endpoint], Endpoint]:
    def register(endpoint: Endpoint) -> Endpoint:
        ROUTES.setdefault(path, {})[method] = endpoint
        return endpoint

    return register


def _fixed(method: str, path: str, answer: Any) -> None:
    ROUTES.setdefault(path, {})[method] = lambda _demo, _request: answer


@route("POST", "/sdapi/v1/txt2img")
def txt2img(demo: Demo, request: Request) -> dict[str, Any]:
    """Paint and answer when done: requests wait for each other in the order of their coming."""
    fields = read_fields(request.body, TXT2IMG)
    refuse_unknown_scripts(fields)
    letters = string.ascii_uppercase + string.digits
    task = fields["force_task_id"] or (
        f"task(txt2img-{''.join(secrets.choice(letters) for _ in range(7))})"
    )
    demo.tasks.add(task)
    with demo.queue():
        demo.state.begin("scripts_txt2img")
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


@route("POST", "/sdapi/v1/png-info")
def png_info(_demo: Demo, request: Request) -> dict[str, Any]:
    text, items = read_infotext(decoded(read_fields(request.body, PNG_INFO)["image"] or ""))
    return {"info": text, "items": items, "parameters": read_pairs(text)}


@route("GET", "/sdapi/v1/memory")
def memory(_demo: Demo, _request: Request) -> dict[str, Any]:
    page = os.sysconf("SC_PAGE_SIZE")
    total, free = os.sysconf("SC_PHYS_PAGES") * page, os.sysconf("SC_AVPHYS_PAGES") * page
    return {
        "ram": {"free": free, "used": total - free, "total": total},
        "cuda": {"error": "unavailable"},
    }


@route("GET", "/sdapi/v1/cmd-flags")
def cmd_flags(demo: Demo, _request: Request) -> dict[str, Any]:
    """The flags of the start, the password among them, as the real server tells them."""
    return {
        "api": True,
        "nowebui": False,
        "api_auth": demo.auth,
        "gradio_auth": None,
        "demo_painter": True,
    }


def _refreshed(demo: Demo, _request: Request) -> None:
    """There is nothing to read anew; the call waits its turn as the real one does."""
    with demo.queue():
        return


for _name in ("checkpoints", "vae", "embeddings", "loras"):
    ROUTES[f"/sdapi/v1/refresh-{_name}"] = {"POST": _refreshed}
for _name, _rows in (
    ("samplers", catalogue.SAMPLERS),
    ("schedulers", catalogue.SCHEDULERS),
    ("sd-models", [model.row() for model in catalogue.MODELS]),
    ("sd-vae", []),
    ("upscalers", catalogue.UPSCALERS),
    ("latent-upscale-modes", catalogue.LATENT_UPSCALE_MODES),
    ("loras", []),
    ("embeddings", {"loaded": {}, "skipped": {}}),
    ("hypernetworks", []),
    ("face-restorers", []),
    ("realesrgan-models", []),
    ("prompt-styles", catalogue.PROMPT_STYLES),
    ("scripts", {"txt2img": [], "img2img": []}),
    ("script-info", []),
    ("extensions", []),
):
    _fixed("GET", f"/sdapi/v1/{_name}", _rows)
_fixed("POST", "/sdapi/v1/unload-checkpoint", {})
_fixed("POST", "/sdapi/v1/reload-checkpoint", {})
_fixed("GET", "/internal/ping", {})
