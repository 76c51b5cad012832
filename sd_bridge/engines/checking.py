"""Asks a request for things the server has not got — before sending it.

Servers do not complain: they take another sampler, another model, and leave the LoRA out.
"""

from __future__ import annotations

from sd_bridge.engines.asking import TextToImage
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import EngineRefused
from sd_bridge.engines.lists import normalised, scheduler_names
from sd_bridge.engines.loras import loras_in


def check(request: TextToImage, lists: EngineLists) -> None:
    """Raises EngineRefused naming the first thing that the server has not got."""
    if request.sampler not in {sampler.name for sampler in lists.samplers}:
        raise EngineRefused("unknown_sampler", name=request.sampler)
    if request.scheduler and normalised(request.scheduler) not in scheduler_names(lists):
        raise EngineRefused("unknown_scheduler", name=request.scheduler)
    if request.model and lists.model_named(request.model) is None:
        raise EngineRefused("unknown_model", name=request.model)
    if lists.loras is not None:
        for lora in loras_in(request.prompt):
            if lora.name not in lists.loras:
                raise EngineRefused("unknown_lora", name=lora.name)
