"""Asks a request for things the server has not got — before sending it.

Servers do not complain: they take another sampler, another model, and leave the LoRA out.
"""

from __future__ import annotations

from collections.abc import Iterator

from sd_bridge.engines.asking import (
    ImageToImage,
    Interrogation,
    Painting,
    Request,
    TextToImage,
    Upscale,
)
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import EngineRefused
from sd_bridge.engines.features import CERTAIN, UNREADABLE
from sd_bridge.engines.loras import loras_in
from sd_bridge.engines.spelling import (
    hires_upscalers,
    is_automatic,
    is_known,
    normalised,
    scheduler_names,
)


def check(request: Request, lists: EngineLists) -> None:
    """Raises EngineRefused naming the first thing that the server has not got."""
    reasons = dict(lists.reasons)
    for feature in _wanted(request):
        if reasons.get(feature) in CERTAIN:
            raise EngineRefused(f"lacks_{feature}")
    if isinstance(request, Upscale):
        _check_upscale(request, lists)
    elif not isinstance(request, Interrogation):
        _check_painting(request, lists)
    if isinstance(request, TextToImage) and request.hires_upscaler:
        _check_hires(request, lists)


def _wanted(request: Request) -> Iterator[str]:
    """The features without which it cannot be done."""
    if isinstance(request, Upscale):
        yield "upscale"
        return
    if isinstance(request, Interrogation):
        yield "interrogate" if request.interrogator == "clip" else "deepdanbooru"
        return
    wanted = {
        "img2img": isinstance(request, ImageToImage),
        "hires": isinstance(request, TextToImage) and request.hires_upscaler,
        "styles": request.styles,
        "refiner": request.refiner,
        "variation_seed": request.variation_strength > 0,
        "restore_faces": request.restore_faces,
        "tiling": request.tiling,
        "eta": request.eta is not None,
    }
    yield from (feature for feature, is_wanted in wanted.items() if is_wanted)


def _check_painting(request: Painting, lists: EngineLists) -> None:
    _check_sampler(request.sampler, lists)
    _check_scheduler(request.scheduler, lists)
    for model in (request.model, request.refiner):
        if model and lists.model_named(model) is None:
            raise EngineRefused("unknown_model", name=model)
    _check_loras(request.prompt, lists)
    if lists.styles:
        for style in request.styles:
            if style not in {known.name for known in lists.styles}:
                raise EngineRefused("unknown_style", name=style)


def _check_hires(request: TextToImage, lists: EngineLists) -> None:
    reasons = dict(lists.reasons)
    if any(reasons.get(detail) in CERTAIN for detail in _asked_details(request)):
        raise EngineRefused("lacks_hires_details")
    known = hires_upscalers(lists)
    if known and not is_known(request.hires_upscaler, known):
        raise EngineRefused("unknown_upscaler", name=request.hires_upscaler)
    if request.hires_sampler:
        _check_sampler(request.hires_sampler, lists)
    _check_scheduler(request.hires_scheduler, lists)
    if request.hires_model and lists.model_named(request.hires_model) is None:
        raise EngineRefused("unknown_model", name=request.hires_model)
    _check_loras(request.hires_prompt, lists)


def _asked_details(request: TextToImage) -> Iterator[str]:
    for name in ("hires_model", "hires_sampler", "hires_scheduler", "hires_prompt"):
        if getattr(request, name):
            yield name
    if request.hires_negative_prompt:
        yield "hires_prompt"


def _check_upscale(request: Upscale, lists: EngineLists) -> None:
    known = [upscaler.name for upscaler in lists.upscalers]
    for name in filter(None, (request.upscaler, request.upscaler_2)):
        if known and not is_known(name, known):
            raise EngineRefused("unknown_upscaler", name=name)


def _check_sampler(name: str, lists: EngineLists) -> None:
    if not is_known(name, (sampler.name for sampler in lists.samplers)):
        raise EngineRefused("unknown_sampler", name=name)


def _check_scheduler(name: str, lists: EngineLists) -> None:
    is_unread = dict(lists.reasons).get("schedulers") == UNREADABLE
    if not name or is_automatic(name, lists) or is_unread:
        return
    if normalised(name) not in scheduler_names(lists):
        raise EngineRefused("unknown_scheduler", name=name)


def _check_loras(prompt: str, lists: EngineLists) -> None:
    if lists.loras is None:
        return
    for lora in loras_in(prompt):
        if lora.name not in lists.loras:
            raise EngineRefused("unknown_lora", name=lora.name)
