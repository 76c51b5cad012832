"""Names as a server spells them: some compare letter by letter and take another one silently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from sd_bridge.engines.asking import Painting, TextToImage, Upscale
from sd_bridge.engines.data import EngineLists

Asked = TypeVar("Asked", bound=Painting)
AUTOMATIC = "automatic"  # the scheduler that leaves it to the server


def normalised(name: str) -> str:
    """Servers write "SGM Uniform", "sgm_uniform" and "SGMUniform" for the same scheduler."""
    return re.sub(r"[\s_]+", "", name).casefold()


def spelled(request: Asked, lists: EngineLists) -> Asked:
    """The request with its samplers and upscalers in the server's own spelling.

    The automatic scheduler is left out for servers that have none of that name.
    """
    samplers = [sampler.name for sampler in lists.samplers]
    changes: dict[str, Any] = {"sampler": _own(request.sampler, samplers)}
    if is_automatic(request.scheduler, lists):
        changes["scheduler"] = ""
    if isinstance(request, TextToImage):
        changes["hires_sampler"] = _own(request.hires_sampler, samplers)
        changes["hires_upscaler"] = _own(request.hires_upscaler, hires_upscalers(lists))
        if is_automatic(request.hires_scheduler, lists):
            changes["hires_scheduler"] = ""
    return replace(request, **changes)


def spelled_upscale(request: Upscale, lists: EngineLists) -> Upscale:
    upscalers = [upscaler.name for upscaler in lists.upscalers]
    return replace(
        request,
        upscaler=_own(request.upscaler, upscalers),
        upscaler_2=_own(request.upscaler_2, upscalers),
    )


def is_automatic(scheduler: str, lists: EngineLists) -> bool:
    """Whether it merely says that the server is to choose, to a server without that word."""
    return normalised(scheduler) == AUTOMATIC and AUTOMATIC not in scheduler_names(lists)


def scheduler_names(lists: EngineLists) -> set[str]:
    return {
        normalised(name)
        for scheduler in lists.schedulers
        for name in (scheduler.name, scheduler.label, *scheduler.aliases)
    }


def hires_upscalers(lists: EngineLists) -> list[str]:
    """What a second pass can be enlarged by."""
    return [*lists.latent_modes, *(upscaler.name for upscaler in lists.upscalers)]


def is_known(name: str, names: Iterable[str]) -> bool:
    return normalised(name) in {normalised(each) for each in names}


def _own(name: str, names: Iterable[str]) -> str:
    known = list(names)
    if name in known:
        return name
    return next((each for each in known if normalised(each) == normalised(name)), name)
