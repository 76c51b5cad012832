"""stable-diffusion.cpp's server: few addresses, one model, an empty `info`, no progress.

Pictures are counted by `batch_size`; LoRAs come as a list, tags in the prompt are plain words.
"""

from __future__ import annotations

import json
from typing import Any

from .asked import Asked, HiRes, check
from .catalogue import DEFAULT_MODEL, LATENT_UPSCALE_MODES, UPSCALERS
from .demo import Demo
from .extras_catalogue import LORA_ROWS
from .files import FileOptions, as_base64, decoded, encoded
from .painter import Ground
from .problems import AnswerError
from .routing import Request, Routes
from .sdcpp_catalogue import (
    CAPABILITIES,
    DEFAULT_STEPS,
    MODEL_ROW,
    SAMPLERS,
    SCHEDULERS,
    infotext_of,
    method_named,
)
from .telling import Processed
from .understanding import drawn_seed

route = Routes()

_LORAS = {row["path"]: row["name"] for row in LORA_ROWS}
for _name, _rows in (
    ("samplers", SAMPLERS),
    ("schedulers", SCHEDULERS),
    ("sd-models", [MODEL_ROW]),
    ("loras", [{"name": row["name"], "path": row["path"]} for row in LORA_ROWS]),
    ("upscalers", [row | {"scale": 4} for row in UPSCALERS]),
    ("latent-upscale-modes", LATENT_UPSCALE_MODES),
    ("options", {"samples_format": "png", "sd_model_checkpoint": DEFAULT_MODEL}),
):
    route.fixed("GET", f"/sdapi/v1/{_name}", _rows)
route.fixed("GET", "/sdcpp/v1/capabilities", CAPABILITIES)


@route("POST", "/sdapi/v1/txt2img")
def txt2img(demo: Demo, request: Request) -> dict[str, Any]:
    return _painted(demo, request, is_img2img=False)


@route("POST", "/sdapi/v1/img2img")
def img2img(demo: Demo, request: Request) -> dict[str, Any]:
    """Without a picture that can be read it paints as if it had been asked for none."""
    return _painted(demo, request, is_img2img=True)


def _painted(demo: Demo, request: Request, *, is_img2img: bool) -> dict[str, Any]:
    body = _body(request)
    asked = _understood(body, is_img2img=is_img2img)
    with demo.queue():
        demo.state.begin("img_gen")
        try:
            processed = demo.studio.paint(asked)
        finally:
            demo.state.end()
    return {"images": _files(processed), "parameters": body, "info": ""}


def _files(processed: Processed) -> list[str]:
    asked = processed.asked
    texts = [infotext_of(asked, seed) for seed in asked.seeds]
    pairs = zip(processed.images, texts, strict=False)
    return [as_base64(encoded(image, text, FileOptions())) for image, text in pairs]


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        raise AnswerError(400, "empty body")
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise ValueError(f"[json.exception.parse_error.101] parse error: {error}") from error
    if not isinstance(body, dict):
        raise ValueError("[json.exception.type_error.306] cannot use value() with this type")
    return body


def _value(body: dict[str, Any], name: str, default: Any) -> Any:
    """A number or text of the default's kind; anything else is a crash, null too."""
    value = body.get(name, default)
    kinds = (str,) if isinstance(default, str) else (int, float)
    if not isinstance(value, kinds):
        kind = "string" if isinstance(default, str) else "number"
        raise ValueError(f"[json.exception.type_error.302] type must be {kind}, but is otherwise")
    return value if isinstance(default, str) else type(default)(value)


def _understood(body: dict[str, Any], *, is_img2img: bool) -> Asked:
    width, height = _value(body, "width", 512), _value(body, "height", 512)
    if width <= 0 or height <= 0:
        raise AnswerError(400, "width and height must be positive")
    prompt = _value(body, "prompt", "")
    if not prompt:
        raise AnswerError(400, "prompt required")
    steps = _value(body, "steps", DEFAULT_STEPS)
    hires = None if is_img2img else _hires(body, width, height, steps)
    seed = drawn_seed(max(_value(body, "seed", -1), -1))
    asked = Asked(
        prompt=prompt,
        negative_prompt=_value(body, "negative_prompt", ""),
        styles=[],
        seed=seed,
        subseed=seed,
        subseed_strength=0.0,
        sampler=method_named(_value(body, "sampler_name", "")),
        scheduler=_value(body, "scheduler", ""),
        batch_size=max(1, _value(body, "batch_size", 1)),
        n_iter=1,
        steps=steps,
        cfg_scale=_value(body, "cfg_scale", 7.0),
        width=width,
        height=height,
        hires=hires,
        ground=_ground(body) if is_img2img else None,
        loras=_loras(body),
    )
    check(asked)
    return asked


def _hires(body: dict[str, Any], width: int, height: int, steps: int) -> HiRes | None:
    if body.get("enable_hr") is not True:
        return None
    scale = _value(body, "hr_scale", 2.0)
    return HiRes(
        _value(body, "hr_resize_x", 0) or int(width * scale),
        _value(body, "hr_resize_y", 0) or int(height * scale),
        _value(body, "hr_steps", 0) or steps,
        _value(body, "hr_upscaler", "Latent"),
        _value(body, "denoising_strength", 0.7),
        scale,
    )


def _ground(body: dict[str, Any]) -> Ground | None:
    images = body.get("init_images")
    if not isinstance(images, list) or not images:
        return None
    try:
        picture = decoded(str(images[0]))
    except AnswerError:
        return None
    strength = _value(body, "denoising_strength", 0.75)
    return Ground(picture.convert("RGB"), min(max(strength, 0.0), 1.0))


def _loras(body: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in body.get("lora") or ():
        if not isinstance(item, dict):
            continue
        path = _value(item, "path", "")
        if not path:
            raise AnswerError(400, "lora.path required")
        if path not in _LORAS:
            raise AnswerError(400, f"invalid lora path: {path}")
        found[_LORAS[path]] = found.get(_LORAS[path], 0.0) + _value(item, "multiplier", 1.0)
    return found
