"""stable-diffusion.cpp's server: few fields, no progress, LoRAs beside the prompt.

It never takes null for "not given", and it reads settings out of a tag in the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sd_bridge.engines.asking import ImageToImage, Painting, TextToImage
from sd_bridge.engines.dialects.base import Dialect
from sd_bridge.engines.loras import loras_in, without_loras
from sd_bridge.engines.spelling import normalised

_EXTRA_ARGUMENTS = re.compile(r"</?sd_cpp_extra_args>")


@dataclass(frozen=True, slots=True)
class SDCpp(Dialect):
    def text_to_image(self, request: TextToImage, task_id: str) -> dict[str, Any]:
        return _painting(request) | _hires(request)

    def image_to_image(self, request: ImageToImage, image: str, task_id: str) -> dict[str, Any]:
        return _painting(request) | {
            "init_images": [image],
            "denoising_strength": request.denoising,
        }

    def with_loras(self, request: Painting, paths: Mapping[str, str]) -> tuple[str, list[Any]]:
        """Without the tags, which it would take for words; and without those for its settings."""
        found = [
            {"path": paths[lora.name], "multiplier": 1.0 if lora.weight is None else lora.weight}
            for lora in loras_in(request.prompt)
            if lora.name in paths
        ]
        return without_loras(_closed(request.prompt)), found

    def is_same_sampler(self, asked: str, told: str) -> bool:
        """Its files name the scheduler behind the sampler: "euler_a karras"."""
        return normalised(asked) in (normalised(told), normalised(told.partition(" ")[0]))


def _closed(prompt: str) -> str:
    """Without the tag by which anybody could set what we leave alone, also one inside another."""
    while _EXTRA_ARGUMENTS.search(prompt):
        prompt = _EXTRA_ARGUMENTS.sub("", prompt)
    return prompt


def _painting(request: Painting) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "width": request.width,
        "height": request.height,
        "steps": request.steps,
        "cfg_scale": request.cfg_scale,
        "seed": request.seed,
        "sampler_name": request.sampler,
        "n_iter": 1,
        "batch_size": request.count,  # it knows no n_iter, and paints them one after the other
    }
    return fields | ({"scheduler": request.scheduler} if request.scheduler else {})


def _hires(request: TextToImage) -> dict[str, Any]:
    if not request.hires_upscaler:
        return {}
    return {
        "enable_hr": True,
        "hr_upscaler": request.hires_upscaler,
        "hr_scale": request.hires_scale,
        "denoising_strength": request.hires_denoising,
    } | ({"hr_steps": request.hires_steps} if request.hires_steps else {})


SDCPP = SDCpp(
    "sdcpp",
    "stable-diffusion.cpp",
    features=frozenset({"img2img", "hires", "loras", "schedulers"}),
    lists=("schedulers", "upscalers", "latent_modes", "loras"),
    names_tasks=False,
    fits_images=False,
    takes_lora_paths=True,
    tells_everything=False,
)
