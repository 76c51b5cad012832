"""Replies that go wrong: what `faults` promises, as it comes over the wire."""

from __future__ import annotations

import io
import json
from typing import Any

from PIL import Image

from .demo import Demo
from .faults import DOOR, INSTEAD, PICTURES, fault_of
from .files import FileOptions, as_base64, decoded, encoded
from .problems import AnswerError
from .refusing import not_found, refused
from .routing import Reply, Request

WORK = frozenset(
    f"/sdapi/v1/{name}" for name in ("txt2img", "img2img", "extra-single-image", "interrogate")
)
WRONG_LOG_IN = "Incorrect username or password"
ELSEWHERE = "http://169.254.169.254/latest/meta-data/"
# What a crash tells of the server it happened on: nobody but its administrator should read it.
CRASH = (
    "mat1 and mat2 shapes cannot be multiplied (154x2048 and 768x320) in "
    "/home/gpu/webui/modules/processing.py for http://gpu-01.internal:7860"
)
_PROXY_PAGE = (
    "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body>\n<center><h1>504 Gateway "
    "Time-out</h1></center>\n<hr><center>nginx/1.24.0</center>\n</body>\n</html>\n"
)


def at_the_door(demo: Demo, path: str, *, is_guarded: bool) -> Reply | None:
    """The reply to whoever comes, if the server fails as a whole."""
    fault = fault_of(DOOR, demo.faults)
    if fault == "unauthorised" and is_guarded:
        return refused(demo.dialect, AnswerError(401, WRONG_LOG_IN))
    if fault == "not-found" and path != "/":
        return not_found("a1111")
    return None


def in_place_of_work(demo: Demo, path: str, request: Request) -> Reply | None:
    """The reply to a request for work that is not done; None if it is to be done."""
    fault = fault_of(INSTEAD, demo.faults)
    if path not in WORK or not fault:
        return None
    if fault == "hangs":
        _hang(demo, request)
    if fault.startswith("error-"):
        return refused(fault.removeprefix("error-"), RuntimeError(CRASH))
    if fault == "validation":
        row = {
            "loc": ["body", "steps"],
            "msg": "ensure this value is less than or equal to 150",
            "type": "value_error.number.not_le",
        }
        return Reply(422, {"detail": [row]})
    if fault == "redirect":
        return Reply(307, None, headers=(("Location", ELSEWHERE),))
    return Reply(504, _PROXY_PAGE, "text/html")


def _hang(demo: Demo, request: Request) -> None:
    """At work for ever, as far as anybody can see."""
    try:
        task = json.loads(request.body).get("force_task_id")
    except (ValueError, AttributeError):
        task = None
    with demo.queue():
        demo.state.begin("hangs")
        demo.state.job_count = 1
        demo.tasks.start(str(task))
        demo.stopped.wait()
        demo.state.end()


def spoiled(demo: Demo, path: str, answer: Any) -> Any:
    """The answer with its pictures or what is told of them gone wrong."""
    if path not in WORK or not isinstance(answer, dict):
        return answer
    fault = fault_of(PICTURES, demo.faults)
    if fault and "images" in answer:
        answer = answer | {"images": _spoiled_pictures(fault, answer["images"])}
    elif fault and "image" in answer:
        answer = answer | {"image": next(iter(_spoiled_pictures(fault, [answer["image"]])), "")}
    if "no-info" in demo.faults and "images" in answer:
        answer = answer | {"info": "", "images": [_told_nothing(one) for one in answer["images"]]}
    return answer


def _spoiled_pictures(fault: str, images: list[str]) -> list[str]:
    if fault == "no-images":
        return []
    if fault == "truncated-base64":
        return [image[: len(image) // 8 * 4 + 1] for image in images]
    if fault == "wrong-type":
        return [_gif(decoded(image)) for image in images]
    if fault == "black":
        return [_black(decoded(image)) for image in images]
    return images


def _gif(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.save(out, "GIF")
    return as_base64(out.getvalue())


def _black(picture: Image.Image) -> str:
    text = picture.info.get("parameters", "")
    return as_base64(encoded(Image.new("RGB", picture.size), text, FileOptions()))


def _told_nothing(image: str) -> str:
    try:
        picture = decoded(image)
    except AnswerError:  # spoiled already
        return image
    return as_base64(encoded(picture, "", FileOptions(with_infotext=False)))
