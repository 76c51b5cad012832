"""The bounds of what an engine can be asked for, as problems: field name and code of a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain
from typing import Any

from sd_bridge.engines.errors import RequestInvalid

MAX_PROMPT_LENGTH = 10_000  # characters
MIN_STEPS, MAX_STEPS = 1, 150
MIN_CFG_SCALE, MAX_CFG_SCALE = 1.0, 30.0
MIN_SIDE, MAX_SIDE, SIDE_MULTIPLE = 64, 2_048, 8  # px; servers round other sizes without a word
MAX_PIXELS = 2_048 * 2_048
MIN_COUNT, MAX_COUNT = 1, 8
RANDOM_SEED, MAX_SEED = -1, 2**32 - 1
MAX_NAME_LENGTH = 300
MAX_STYLES = 20
MIN_SCALE, MAX_SCALE = 1.0, 4.0
MAX_ENLARGED_PIXELS = 4_096 * 4_096  # of a finished picture; also of one that is sent
MAX_BYTES = 32 * 1024 * 1024  # of an image that is sent
RESIZE_MODES = (0, 1, 2)  # stretch, crop, fill
INTERROGATORS = ("clip", "deepdanbooru")

Problems = Iterator[tuple[str, str]]


def require(request: Any, *checks: Callable[[Any], Problems]) -> None:
    """Raises RequestInvalid with the first problem of each field."""
    found: dict[str, str] = {}
    # Only values of the right kind can be compared: JSON may hold anything.
    problems = _kinds(request) or chain.from_iterable(check(request) for check in checks)
    for field, reason in problems:
        found.setdefault(field, reason)
    if found:
        raise RequestInvalid(**found)


def painting_problems(request: Any) -> Problems:
    """Of everything that is painted."""
    if not request.prompt.strip():
        yield "prompt", "prompt_empty"
    yield from _texts(request, "prompt", "negative_prompt")
    if not request.sampler.strip():
        yield "sampler", "name_missing"
    yield from _names(request, "sampler", "scheduler", "model", "refiner")
    yield from _styles(request.styles)
    yield from _sides(request)
    if not MIN_STEPS <= request.steps <= MAX_STEPS:
        yield "steps", "steps"
    if not MIN_CFG_SCALE <= request.cfg_scale <= MAX_CFG_SCALE:  # NaN is in no range
        yield "cfg_scale", "guidance"
    for field in ("seed", "variation_seed"):
        if not RANDOM_SEED <= getattr(request, field) <= MAX_SEED:
            yield field, "seed"
    yield from _counts(request.count, request.batch_size)
    yield from _shares(request, "variation_strength", "refiner_switch_at")
    if request.eta is not None:
        yield from _shares(request, "eta")


def hires_problems(request: Any) -> Problems:
    """Of the second pass, also while it is not asked for: it may be switched on later."""
    yield from _texts(request, "hires_prompt", "hires_negative_prompt")
    yield from _names(request, "hires_upscaler", "hires_model", "hires_sampler", "hires_scheduler")
    if not 0 <= request.hires_steps <= MAX_STEPS:
        yield "hires_steps", "hires_steps"
    yield from _shares(request, "hires_denoising")
    if not MIN_SCALE <= request.hires_scale <= MAX_SCALE:
        yield "hires_scale", "scale"
    elif request.hires_upscaler and math.prod(request.size) > MAX_ENLARGED_PIXELS:
        yield "hires_scale", "enlarged"


def over_image_problems(request: Any) -> Problems:
    yield from _image(request.image)
    yield from _shares(request, "denoising")
    if request.resize_mode not in RESIZE_MODES:
        yield "resize_mode", "resize_mode"


def upscale_problems(request: Any) -> Problems:
    yield from _image(request.image)
    if not request.upscaler.strip():
        yield "upscaler", "upscaler_missing"
    yield from _names(request, "upscaler", "upscaler_2")
    if not MIN_SCALE <= request.upscale_by <= MAX_SCALE:
        yield "upscale_by", "scale"
    yield from _shares(
        request,
        "upscaler_2_visibility",
        "gfpgan_visibility",
        "codeformer_visibility",
        "codeformer_weight",
    )


def interrogation_problems(request: Any) -> Problems:
    yield from _image(request.image)
    if request.interrogator not in INTERROGATORS:
        yield "interrogator", "interrogator"


def _kinds(request: Any) -> list[tuple[str, str]]:
    return [
        (field.name, "kind")
        for field in fields(request)
        if not _is_kind(getattr(request, field.name), str(field.type))
    ]


def _is_kind(value: object, kind: str) -> bool:
    """Whether `value` is what the annotation says; a whole number serves as any number."""
    if value is None:
        return kind.endswith("| None")
    if isinstance(value, bool):
        return kind == "bool"
    if isinstance(value, int):
        return kind.startswith(("int", "float"))
    if isinstance(value, tuple):
        return kind.startswith("tuple") and all(isinstance(item, str) for item in value)
    return kind.startswith(type(value).__name__)


def _texts(request: Any, *names: str) -> Problems:
    for field in names:
        text = getattr(request, field)
        if len(text) > MAX_PROMPT_LENGTH:
            yield field, "prompt_length"
        if not _can_be_sent(text):
            yield field, "characters"


def _names(request: Any, *names: str) -> Problems:
    for field in names:
        name = getattr(request, field)
        if len(name) > MAX_NAME_LENGTH:
            yield field, "name_length"
        if not _can_be_sent(name):
            yield field, "characters"


def _styles(styles: tuple[str, ...]) -> Problems:
    if len(styles) > MAX_STYLES:
        yield "styles", "styles"
    for name in styles:
        if not name.strip() or len(name) > MAX_NAME_LENGTH or not _can_be_sent(name):
            yield "styles", "style_name"


def _sides(request: Any) -> Problems:
    for field in ("width", "height"):
        side = getattr(request, field)
        if not MIN_SIDE <= side <= MAX_SIDE or side % SIDE_MULTIPLE:
            yield field, "side"
    if request.width * request.height > MAX_PIXELS:
        yield "width", "area"


def _counts(count: int, batch_size: int) -> Problems:
    if not MIN_COUNT <= count <= MAX_COUNT:
        yield "count", "count"
    elif not 1 <= batch_size <= count or count % batch_size:
        yield "batch_size", "batch_size"


def _shares(request: Any, *names: str) -> Problems:
    for field in names:
        if not 0 <= getattr(request, field) <= 1:
            yield field, "share"


def _image(image: bytes) -> Problems:
    if not image:
        yield "image", "image_missing"
    if len(image) > MAX_BYTES:
        yield "image", "image_bytes"


def _can_be_sent(text: str) -> bool:
    """No NUL and no half surrogate: neither databases nor servers take them."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
