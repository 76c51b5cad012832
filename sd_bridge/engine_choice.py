"""Which engines a request is for, and whether one of them has what it asks for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sd_bridge import engine_registry
from sd_bridge.assembling import refused
from sd_bridge.engines.asking import Request
from sd_bridge.engines.errors import EngineRefused, RequestInvalid
from sd_bridge.refusals import InvalidRequest, NoEngine

DEFAULT_SAMPLER = "Euler a"  # every WebUI knows it
_FIELDS_OF = {
    "unknown_sampler": ("sampler", "hires_sampler"),
    "unknown_scheduler": ("scheduler", "hires_scheduler"),
    "unknown_model": ("model", "refiner", "hires_model"),
    "unknown_upscaler": ("upscaler", "upscaler_2", "hires_upscaler"),
    "unknown_style": ("styles",),
    "unknown_interrogator": ("interrogator",),
    "prompt_without_words": ("prompt",),
    "image_broken": ("source",),
    "image_pixels": ("source",),
    "enlarged_pixels": ("upscale_by",),
    "lacks_deepdanbooru": ("interrogator",),
    "lacks_hires": ("hires_upscaler",),
    "lacks_hires_details": ("hires_upscaler",),
    "lacks_styles": ("styles",),
    "lacks_refiner": ("refiner",),
    "lacks_variation_seed": ("variation_strength",),
    "lacks_restore_faces": ("restore_faces",),
    "lacks_tiling": ("tiling",),
    "lacks_eta": ("eta",),
}


def candidates(engine: str) -> list[str]:
    """The one named, or all that are set up. Raises `NoEngine` or `InvalidRequest`."""
    names = engine_registry.engine_names()
    if not names:
        raise NoEngine
    if engine and engine not in names:
        raise InvalidRequest({"engine": _("This picture engine is not set up.")})
    return [engine] if engine else names


def usual_sampler(names: list[str]) -> str:
    """One that at least one of the engines has, as far as their lists are known."""
    known = [lists for name in names if (lists := engine_registry.known_lists(name))]
    offered = [sampler.name for lists in known for sampler in lists.samplers]
    return offered[0] if offered and DEFAULT_SAMPLER not in offered else DEFAULT_SAMPLER


def check_offered(request: Request, names: list[str]) -> None:
    """Raises `InvalidRequest` if none of the engines has what is asked for.

    One whose lists are not known may have it; the worker finds out: a request never waits for an
    engine.
    """
    refusals: list[EngineRefused] = []
    for name in names:
        lists = engine_registry.known_lists(name)
        if lists is None:
            return
        try:
            engine_registry.engine(name).check(request, lists)
        except EngineRefused as error:
            refusals.append(error)
        else:
            return
    # Of several reasons the one of an engine that at least has the model.
    telling = min(refusals, key=lambda error: error.code == "unknown_model")
    if isinstance(telling, RequestInvalid):
        raise refused(telling)
    raise InvalidRequest({_field_of(telling, request): telling.sentence})


def _field_of(error: EngineRefused, request: Request) -> str:
    """The field of the form that holds what the engine has not got."""
    name = error.params.get("name", "")
    if error.code == "unknown_lora":
        in_first = name in getattr(request, "prompt", "")
        return "prompt" if in_first else "hires_prompt"
    fields = _FIELDS_OF.get(error.code, ("engine",))
    holding = [field for field in fields if getattr(request, field, "") == name]
    return (holding or fields)[0]
