"""Servers of the dialects that could not be recorded, scripted after what is known of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.replay import ReplayServer, paint, placeholder, write

EMPTY_404 = {"status": 404, "text": ""}  # how stable-diffusion.cpp says that a path is not there
IMG2IMG = "/sdapi/v1/img2img"

SDNEXT_LISTS: dict[str, Any] = {
    "samplers": [{"name": name, "options": {}} for name in ("UniPC", "Euler a", "DPM++ 2M")],
    "schedulers": [{"name": "UniPC", "cls": "UniPCMultistepScheduler", "options": {}}],
    "sd-models": [
        {
            "title": "sub/juno, v2.safetensors [0123456789]",
            "model_name": "sub/juno, v2",
            "filename": "/models/sub/juno, v2.safetensors",
            "type": "safetensors",
            "hash": None,
            "sha256": None,
            "config": None,
        }
    ],
    "options": {"sd_model_checkpoint": "sub/juno, v2.safetensors [0123456789]"},
    "version": {"app": "sd.next", "commit": "058a7f0c", "updated": "2026-07-01"},
    "progress": {
        "id": None,
        "progress": 0,
        "eta_relative": 0,
        "state": {"job_count": 0, "job_timestamp": "x", "interrupted": False, "skipped": False},
        "current_image": None,
        "textinfo": None,
    },
    "upscalers": [{"name": "None", "scale": None}, {"name": "ESRGAN 4x", "scale": 4.0}],
    "loras": [{"name": "ink", "alias": "ink-style", "path": "/models/ink.safetensors"}],
    "embeddings": {"loaded": ["easynegative"], "skipped": []},
    "prompt-styles": [
        {
            "name": "Ink",
            "prompt": "ink drawing of {prompt}",
            "negative_prompt": "colour",
            "extra": "",
            "filename": "/styles.json",
            "preview": None,
        }
    ],
}
SDCPP_LISTS: dict[str, Any] = {
    "samplers": [
        {"name": name, "aliases": [name], "options": {}}
        for name in ("default", "euler", "euler_a", "dpm++2m")
    ],
    "schedulers": [
        {"name": name, "label": name} for name in ("default", "discrete", "normal", "karras")
    ],
    "sd-models": [
        {
            "title": "random-sd15",
            "model_name": "random-sd15",
            "filename": "random-sd15.safetensors",
            "hash": "8" * 10,
            "sha256": "8" * 64,
            "config": None,
        }
    ],
    "options": {"samples_format": "png", "sd_model_checkpoint": "random-sd15"},
    "upscalers": [{"name": "None", "scale": 4}, {"name": "Lanczos", "scale": 4}],
    "latent-upscale-modes": [{"name": "Latent"}],
    "loras": [{"name": "ink", "path": "styles/ink.safetensors"}],
}


@contextmanager
def sdnext(*, timeout: float = 5.0) -> Iterator[tuple[ReplayServer, WebUI]]:
    """A ready SD.Next that paints, and a client for it."""
    server = ReplayServer()
    for name, body in SDNEXT_LISTS.items():
        server.answer("GET", f"/sdapi/v1/{name}", {"status": 200, "json": body})
    unconfirmed = {"active": False, "queued": False, "completed": False, "paused": False}
    server.answer("POST", "/internal/progress", {"status": 200, "json": unconfirmed})
    server.play("derived/sdnext-interrupt")
    paints(server, sdnext_info)
    with server.running():
        yield server, WebUI(server.url, timeout=timeout)


@contextmanager
def sdcpp(
    *, timeout: float = 5.0, has_capabilities: bool = True, info: Any = None
) -> Iterator[tuple[ReplayServer, WebUI]]:
    """A ready stable-diffusion.cpp: with a JSON `info`, or with the given one ("" = older)."""
    server = ReplayServer(missing=EMPTY_404)
    for name, body in SDCPP_LISTS.items():
        server.answer("GET", f"/sdapi/v1/{name}", {"status": 200, "json": body})
    if has_capabilities:
        server.answer("GET", "/sdcpp/v1/capabilities", {"status": 200, "json": {"mode": "img_gen"}})
    paints(server, sdcpp_info if info is None else lambda _body: info)
    with server.running():
        yield server, WebUI(server.url, timeout=timeout)


def paints(server: ReplayServer, told: Callable[[dict[str, Any]], Any]) -> None:
    """As many pictures as asked for, in the size asked for; `told` makes the `info` of them."""

    def handler(request: BaseHTTPRequestHandler) -> None:
        body = server.received[-1].body
        count = body["n_iter"] * body["batch_size"]
        factor = body["hr_scale"] if body.get("enable_hr") else 1
        size = (int(body["width"] * factor), int(body["height"] * factor))
        images = [placeholder(size=size, text=server.file_text) for _number in range(count)]
        answer = {"images": images, "parameters": body, "info": told(body)}
        write(request, {"status": 200, "json": answer})

    for path in ("/sdapi/v1/txt2img", IMG2IMG):
        server.answer("POST", path, handler)


def sdnext_info(body: dict[str, Any], **changes: Any) -> str:
    count = body["n_iter"] * body["batch_size"]
    settings = (
        f"Steps: {body['steps']}, Size: {body['width']}x{body['height']}, Seed: 42, "
        "App: SD.Next, Version: 058a7f0c, Model: juno v2, Pipeline: StableDiffusionPipeline"
    )
    told = {
        "prompt": body["prompt"],
        "all_prompts": [body["prompt"]] * count,
        "negative_prompt": body["negative_prompt"],
        "all_negative_prompts": [body["negative_prompt"]] * count,
        "seed": 42,
        "all_seeds": [42 + number for number in range(count)],
        "subseed": body["subseed"],
        "subseed_strength": body["subseed_strength"],
        "width": body["width"],
        "height": body["height"],
        "sampler_name": body["sampler_name"],
        "cfg_scale": body["cfg_scale"],
        "steps": body["steps"],
        "denoising_strength": body.get("denoising_strength", 0.3),
        "sd_model_hash": "fedcba9876",
        "extra_generation_params": {},
        "index_of_first_image": 0,
        "infotexts": [f"{body['prompt']}\n{settings}"] * count,
        "styles": body["styles"],
        "job_timestamp": "20261122210547",
    }
    return json.dumps(told | changes)


def sdcpp_info(body: dict[str, Any]) -> str:
    count = body["batch_size"]
    return json.dumps(
        {
            "prompt": body["prompt"],
            "negative_prompt": body["negative_prompt"],
            "seed": 42,
            "all_seeds": [42 + number for number in range(count)],
            "all_prompts": [body["prompt"]] * count,
            "all_negative_prompts": [body["negative_prompt"]] * count,
            "cfg_scale": body["cfg_scale"] + 1e-7,
            "width": body["width"],
            "height": body["height"],
            "steps": body["steps"],
            "sampler_name": body["sampler_name"],
            "extra_generation_params": {"Schedule type": "discrete"},
            "sd_model_name": "random-sd15.safetensors",
            "version": "stable-diffusion.cpp",
            "infotexts": [sdcpp_infotext(body)] * count,
        }
    )


def sdcpp_infotext(body: dict[str, Any]) -> str:
    """Its last value is bare JSON, full of commas and colons."""
    return (
        f"{body['prompt']}\nNegative prompt: {body['negative_prompt']}\n"
        f"Steps: {body['steps']}, CFG scale: 7.000000, Guidance: 3.500000, Eta: inf, Seed: 42, "
        f"Size: {body['width']}x{body['height']}, Model: random-sd15.safetensors, RNG: cuda, "
        "Sampler: euler_a karras, Version: stable-diffusion.cpp, "
        'SDCPP: {"auto_resize_ref_image":true,"lora":[],"prompt":"x, y: z"}'
    )


def sent_image(body: dict[str, Any]) -> bytes:
    return base64.b64decode(body["init_images"][0], validate=True)


def picture(size: tuple[int, int], mode: str = "RGB", format: str = "PNG") -> bytes:
    return paint(placeholder(size=size, format=format) | {"_mode": mode})
