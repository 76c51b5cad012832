"""The addresses that take finished pictures: to enlarge, to describe, to read."""

from __future__ import annotations

import logging
from typing import Any

from PIL import Image

from .demo import Demo
from .fields import read_fields
from .files import as_base64, decoded, encoded, read_infotext
from .infotext import read_pairs
from .looking import caption_of, tags_of
from .problems import AnswerError
from .request_fields import EXTRA_BATCH, EXTRA_SINGLE, INTERROGATE, PNG_INFO
from .routing import Request, Routes
from .upscaling import processed

log = logging.getLogger(__name__)

route = Routes()
FAILED = "<error>"


@route("POST", "/sdapi/v1/extra-single-image")
def extra_single(demo: Demo, request: Request) -> dict[str, Any]:
    fields = read_fields(request.body, EXTRA_SINGLE)
    picture = decoded(fields["image"])
    with demo.queue():
        data, told = _finished(demo, picture, fields)
    return {"html_info": _html(told), "image": data}


@route("POST", "/sdapi/v1/extra-batch-images")
def extra_batch(demo: Demo, request: Request) -> dict[str, Any]:
    fields = read_fields(request.body, EXTRA_BATCH)
    pictures = [
        decoded(str(item.get("data", "")) if isinstance(item, dict) else "")
        for item in fields["imageList"]
    ]
    with demo.queue():
        done = [_finished(demo, picture, fields) for picture in pictures]
    told = done[0][1] if done else []
    return {"html_info": _html(told), "images": [data for data, _told in done]}


def _finished(demo: Demo, picture: Image.Image, fields: dict[str, Any]) -> tuple[str, list[str]]:
    """The file with the infotext that the picture came with, as base64."""
    text = read_infotext(picture)[0]
    large, told = processed(picture.convert("RGB"), fields)
    if not fields["show_extras_results"]:
        return "", told
    return as_base64(encoded(large, text, demo.options.files)), told


def _html(told: list[str]) -> str:
    return f"<p>{', '.join(told)}</p>" if told else ""


@route("POST", "/sdapi/v1/interrogate")
def interrogate(demo: Demo, request: Request) -> dict[str, str]:
    """A caption of what is to be seen; what fails inside is a caption, too, as on the real one."""
    fields = read_fields(request.body, INTERROGATE)
    if not fields["image"]:
        raise AnswerError(404, "Image not found")
    picture = decoded(fields["image"])
    look = {"clip": caption_of, "deepdanbooru": tags_of}.get(fields["model"] or "")
    if look is None:
        raise AnswerError(404, "Model not found")
    with demo.queue():
        try:
            return {"caption": look(picture)}
        except ValueError as error:
            log.info("No caption: %s", error)
            return {"caption": FAILED}


@route("POST", "/sdapi/v1/png-info")
def png_info(_demo: Demo, request: Request) -> dict[str, Any]:
    text, items = read_infotext(decoded(read_fields(request.body, PNG_INFO)["image"] or ""))
    return {"info": text, "items": items, "parameters": read_pairs(text)}
