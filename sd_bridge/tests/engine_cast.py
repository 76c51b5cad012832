"""The servers and requests that the engine tests share."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from sd_bridge.engines.asking import ImageToImage, Interrogation, TextToImage, Upscale
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.replay import (
    FORGE,
    NOT_FOUND,
    TXT2IMG,
    Handler,
    ReplayServer,
    paint,
    placeholder,
    write,
)

TASK = "task(gallery-0001)"
LIGHTHOUSE = TextToImage(
    prompt="a lighthouse", negative_prompt="blurry", width=64, height=64, steps=2, seed=42
)
IMAGE = paint(placeholder())
OVER = ImageToImage(
    prompt="a lighthouse",
    negative_prompt="blurry",
    width=64,
    height=64,
    steps=2,
    seed=42,
    image=IMAGE,
    denoising=0.5,
)
ENLARGE = Upscale(image=IMAGE, upscaler="Lanczos")
DESCRIBE = Interrogation(image=IMAGE)
# Each kind of request, and where it is sent.
KINDS = {
    TXT2IMG: LIGHTHOUSE,
    "/sdapi/v1/img2img": OVER,
    "/sdapi/v1/extra-single-image": ENLARGE,
    "/sdapi/v1/interrogate": DESCRIBE,
}


@contextmanager
def forge(*names: str, timeout: float = 5.0) -> Iterator[tuple[ReplayServer, WebUI]]:
    """A ready Forge that also answers with the named recordings, and a client for it."""
    with ReplayServer(*FORGE, *names).running() as server:
        yield server, WebUI(server.url, timeout=timeout)


def asked(request: dict[str, Any]) -> TextToImage | ImageToImage:
    """The recorded request as the client would ask it; what it would refuse is made valid."""
    fields = {
        "prompt": request.get("prompt") or "a lighthouse",
        "negative_prompt": request.get("negative_prompt", ""),
        "width": max(64, -(-request.get("width", 64) // 8) * 8),
        "height": max(64, -(-request.get("height", 64) // 8) * 8),
        "steps": request["steps"] if request.get("steps") in range(1, 151) else 20,
        "seed": request.get("seed", -1),
        "sampler": request.get("sampler_name", "Euler"),
        "scheduler": request.get("scheduler", ""),
        "styles": tuple(request.get("styles", ())),
        "model": request.get("override_settings", {}).get("sd_model_checkpoint", ""),
        "count": request.get("n_iter", 1) * request.get("batch_size", 1),
        "batch_size": request.get("batch_size", 1),
    }
    if "init_images" in request:
        image = paint(request["init_images"][0])
        return ImageToImage(image=image, denoising=request["denoising_strength"], **fields)
    if request.get("enable_hr"):
        fields |= {
            "hires_upscaler": request["hr_upscaler"],
            "hires_scale": request["hr_scale"],
            "hires_steps": request["hr_second_pass_steps"],
            "hires_denoising": request["denoising_strength"],
        }
    return TextToImage(**fields)


def info(**changes: Any) -> dict[str, Any]:
    """The `info` of a server that did what LIGHTHOUSE asks, with changes."""
    return {
        "prompt": "a lighthouse",
        "all_prompts": ["a lighthouse"],
        "negative_prompt": "blurry",
        "all_negative_prompts": ["blurry"],
        "seed": 42,
        "all_seeds": [42],
        "width": 64,
        "height": 64,
        "sampler_name": "Euler a",
        "cfg_scale": 7.0,
        "steps": 2,
        "sd_model_name": "random-sd15",
        "sd_model_hash": "9ce000b877",
        "extra_generation_params": {},
        "index_of_first_image": 0,
        "infotexts": ["a lighthouse\nNegative prompt: blurry\nSteps: 2, Seed: 42, Size: 64x64"],
        "job_timestamp": "20261122210547",
        "version": "v1.10.1",
    } | changes


def answering(
    server: ReplayServer,
    *,
    images: Any = None,
    told: Any = None,
    parameters: dict[str, Any] | None = None,
    path: str = TXT2IMG,
) -> None:
    """Let the server answer a request for pictures with these images and this `info`."""
    body = {
        "images": [placeholder()] if images is None else images,
        "parameters": parameters or {},
        "info": json.dumps(info()) if told is None else told,
    }
    server.answer("POST", path, {"status": 200, "json": body})


def slowly(seconds: float, answer: dict[str, Any] = NOT_FOUND) -> Handler:
    """An answer that comes late, if anybody still waits for it."""

    def handler(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        with suppress(OSError):
            write(request, answer)

    return handler


def codes(answer: Any) -> list[str]:
    return [difference.code for difference in answer.differences]


def failure(answer: Any, *, timeout: float = 5.0, path: str = TXT2IMG) -> EngineError:
    """What the kind of request that goes to `path` raises on this answer; it survives storing."""
    with forge(timeout=timeout) as (server, engine):
        server.answer("POST", path, answer)
        with pytest.raises(EngineError) as caught:
            engine.run(KINDS[path], task_id=TASK)
    assert pickle.loads(pickle.dumps(caught.value)).as_json() == caught.value.as_json()
    return caught.value
