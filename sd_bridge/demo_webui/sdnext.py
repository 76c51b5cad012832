"""SD.Next's addresses, as far as they differ: empty answers, a version, captions by backend.

It drops `force_task_id`: `/internal/progress` never names a task that came by the API.
"""

from __future__ import annotations

from typing import Any

from . import sdnext_catalogue as names
from .demo import Demo
from .fields import Fields, read_fields, read_object
from .files import decoded
from .looking import caption_of, tags_of
from .painting_endpoints import painted, progress
from .problems import AnswerError, Flaw, InvalidError
from .request_fields import IMG2IMG_OF, PROGRESS, TXT2IMG_OF
from .routing import NO_CONTENT, Reply, Request, Routes
from .understanding import refuse_unknown_scripts

route = Routes()

CLIP_MODELS = ["ViT-L-14/openai"]
TAGGERS = ["deepbooru", "deepdanbooru"]
_OPENCLIP: Fields = {"image": ("str", ""), "model": ("str", CLIP_MODELS[0])}
_TAGGER: Fields = {"image": ("str", ""), "model": ("str", "deepbooru")}
_UNSAID = ("medium", "artist", "movement", "trending", "flavor")

for _name, _rows in (
    ("samplers", names.SAMPLERS),
    ("schedulers", names.SCHEDULERS),
    ("sd-models", names.MODEL_ROWS),
    ("prompt-styles", names.STYLE_ROWS),
    ("embeddings", names.EMBEDDINGS),
    ("face-restorers", [{"name": "CodeFormer", "path": None}]),
    ("version", names.VERSION_ANSWER),
    ("history", []),
    ("openclip", CLIP_MODELS),
    ("tagger/models", [{"name": name, "type": "deepbooru"} for name in TAGGERS]),
):
    route.fixed("GET", f"/sdapi/v1/{_name}", _rows)
for _name in ("refresh-checkpoints", "refresh-vae", "unload-checkpoint", "reload-checkpoint"):
    route.fixed("POST", f"/sdapi/v1/{_name}", NO_CONTENT)


@route("POST", "/sdapi/v1/txt2img")
def txt2img(demo: Demo, request: Request) -> dict[str, Any]:
    fields = read_fields(request.body, TXT2IMG_OF["sdnext"])
    refuse_unknown_scripts(fields)
    return painted(demo, fields | {"force_task_id": None}, "txt2img")


@route("POST", "/sdapi/v1/img2img")
def img2img(demo: Demo, request: Request) -> Any:
    fields = read_fields(request.body, IMG2IMG_OF["sdnext"])
    if fields["init_images"] is None:
        return Reply(400, {"error": "Init image is none"})
    refuse_unknown_scripts(fields)
    return painted(demo, fields | {"force_task_id": None}, "img2img")


@route("GET", "/sdapi/v1/progress")
def progress_with_id(demo: Demo, request: Request) -> dict[str, Any]:
    return {"id": demo.state.job_timestamp or None, **progress(demo, request)}


@route("POST", "/internal/progress")
def task_progress(demo: Demo, request: Request) -> dict[str, Any]:
    """Of tasks that its own pages began: of ours it never knows."""
    read_fields(request.body, PROGRESS)
    state = demo.state
    return {
        "job": state.job,
        "textinfo": "Waiting...",
        "active": False,
        "queued": False,
        "paused": False,
        "completed": False,
        "debug": False,
        "step": state.sampling_step,
        "steps": max(state.sampling_steps, 1),
        "batch_no": state.job_no,
        "batch_count": max(state.job_count, 0),
        "progress": round(state.part_done(), 2),
        "eta": None,
        "live_preview": None,
        "id_live_preview": state.id_live_preview,
    }


@route("GET", "/sdapi/v1/status")
def status(demo: Demo, _request: Request) -> dict[str, Any]:
    state = demo.state
    is_busy = state.job_count != 0
    return {
        "status": "running" if is_busy else "idle",
        "task": state.job,
        "timestamp": state.job_timestamp or None,
        "current": "",
        "id": None,
        "job": state.job_no,
        "jobs": max(state.job_count, 0),
        "total": max(state.job_count, 0),
        "step": state.sampling_step,
        "steps": state.sampling_steps,
        "queued": len(demo.tasks.waiting()),
        "uptime": 0,
        "elapsed": None,
        "eta": None,
        "progress": round(state.part_done(), 2),
    }


@route("POST", "/sdapi/v1/interrupt")
def interrupt(demo: Demo, _request: Request) -> Reply:
    demo.state.stop(everything=True)
    return NO_CONTENT


@route("POST", "/sdapi/v1/skip")
def skip(demo: Demo, _request: Request) -> Reply:
    demo.state.stop(everything=False)
    return NO_CONTENT


@route("POST", "/sdapi/v1/options")
def post_options(demo: Demo, request: Request) -> dict[str, Any]:
    changes = read_object(request.body)
    demo.options.post(changes)
    return {"updated": [{name: True} for name in changes]}


@route("POST", "/sdapi/v1/openclip")
def openclip(demo: Demo, request: Request) -> dict[str, Any]:
    return _captioned(demo, read_fields(request.body, _OPENCLIP))


@route("POST", "/sdapi/v1/tagger")
def tagger(demo: Demo, request: Request) -> dict[str, Any]:
    return _tagged(demo, read_fields(request.body, _TAGGER))


@route("POST", "/sdapi/v1/caption")
def caption(demo: Demo, request: Request) -> dict[str, Any]:
    """Whichever backend the body names."""
    backend = read_object(request.body).get("backend", "openclip")
    if backend == "openclip":
        found = _captioned(demo, read_fields(request.body, _OPENCLIP))
    elif backend == "tagger":
        found = _tagged(demo, read_fields(request.body, _TAGGER))
    else:
        raise InvalidError([Flaw("str", ("body", "backend"), backend)])
    empty = dict.fromkeys(("caption", *_UNSAID, "tags", "scores", "answer", "annotated_image"))
    return {"backend": backend, **empty, **found}


def _captioned(demo: Demo, fields: dict[str, Any]) -> dict[str, Any]:
    """What goes wrong while looking is told in place of the caption."""
    picture = _picture(fields)
    if fields["model"] not in CLIP_MODELS:
        raise AnswerError(404, "Model not found")
    with demo.queue():
        try:
            found = caption_of(picture)
        except ValueError as error:
            found = str(error)
    return {"caption": found, **dict.fromkeys(_UNSAID)}


def _tagged(demo: Demo, fields: dict[str, Any]) -> dict[str, Any]:
    picture = _picture(fields)
    if fields["model"] not in TAGGERS:
        raise AnswerError(404, "Model not found")
    with demo.queue():
        return {"tags": tags_of(picture), "scores": None}


def _picture(fields: dict[str, Any]) -> Any:
    if not fields["image"]:
        raise AnswerError(404, "Image not found")
    return decoded(fields["image"])
