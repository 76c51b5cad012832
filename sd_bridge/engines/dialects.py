"""What differs between servers of the A1111 family; one object for each dialect.

To add one: write the object, add how it is recognised to `detect`, record its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sd_bridge.engines.asking import TextToImage
from sd_bridge.engines.errors import EngineStarting
from sd_bridge.engines.transport import Transport


@dataclass(frozen=True, slots=True)
class Dialect:
    """`extra_fields` go into every request for pictures beside those all servers share."""

    name: str
    label: str
    extra_fields: Mapping[str, Any] = field(default_factory=dict)

    def payload(self, request: TextToImage, *, task_id: str) -> dict[str, Any]:
        """The body of `POST /sdapi/v1/txt2img`; holds everything whose default differs.

        The only option overridden is the model: other options would stay set on the server
        for everybody when its configuration file has never named them.
        """
        payload: dict[str, Any] = {
            "prompt": request.prompt,
            "negative_prompt": request.negative_prompt,
            "width": request.width,
            "height": request.height,
            "steps": request.steps,
            "cfg_scale": request.cfg_scale,
            "seed": request.seed,
            "sampler_name": request.sampler,
            "sampler_index": request.sampler,
            "n_iter": request.count,
            "batch_size": 1,
            "send_images": True,
            "save_images": False,
            "force_task_id": task_id,
            "override_settings_restore_afterwards": True,
            **self.extra_fields,
        }
        if request.scheduler:
            payload["scheduler"] = request.scheduler
        if request.model:
            payload["override_settings"] = {"sd_model_checkpoint": request.model}
        return payload


A1111 = Dialect("a1111", "Stable Diffusion WebUI")
# Without this list Forge fails after the work is done; its own UI always sends it.
FORGE = Dialect("forge", "Forge", {"hr_additional_modules": ["Use same choices"]})


def detect(transport: Transport) -> Dialect:
    """Which dialect the server speaks; EngineStarting while its API is not up."""
    transport.get("/sdapi/v1/samplers")  # every dialect has it: a 404 below then means something
    try:
        transport.get("/sdapi/v1/sd-modules")
    except EngineStarting:
        return A1111
    return FORGE
