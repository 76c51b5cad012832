"""SD.Next: defaults of its own (so everything is sent), no schedulers beside its samplers.

It does not read `force_task_id`: its progress is that of whatever runs, and nothing can confirm
that it is ours. A refiner is one of its options, which we leave alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sd_bridge.engines.asking import ImageToImage, Interrogation, Painting, TextToImage
from sd_bridge.engines.dialects.base import Call, Dialect
from sd_bridge.engines.payloads import hires_fields, over_image_fields, painting_fields

# What it does not know and would not miss; null or unknown values are errors in some versions.
_NOT_KNOWN = ("scheduler", "restore_faces", "refiner_checkpoint", "refiner_switch_at")
_FIXED_SIZE = 1  # of its `hr_resize_mode`; 0 would leave the size as it is
_CLIP = "ViT-L-14/openai"
_TAGGER = "deepbooru"


@dataclass(frozen=True, slots=True)
class SDNext(Dialect):
    def text_to_image(self, request: TextToImage, task_id: str) -> dict[str, Any]:
        return _painting(request, task_id) | _hires(request)

    def image_to_image(self, request: ImageToImage, image: str, task_id: str) -> dict[str, Any]:
        # The image already has the size: its own modes are numbered otherwise.
        return _painting(request, task_id) | over_image_fields(request, image) | {"resize_mode": 0}

    def interrogation(self, request: Interrogation, image: str) -> Call:
        if request.interrogator == "deepdanbooru":
            return Call("/sdapi/v1/tagger", {"image": image, "model": _TAGGER}, "tags")
        return Call("/sdapi/v1/openclip", {"image": image, "model": _CLIP}, "caption")


def _painting(request: Painting, task_id: str) -> dict[str, Any]:
    fields = painting_fields(request, task_id)
    return {key: value for key, value in fields.items() if key not in _NOT_KNOWN}


def _hires(request: TextToImage) -> dict[str, Any]:
    fields = hires_fields(request)
    if not fields:
        return {}
    prompts = {
        "refiner_prompt": fields.pop("hr_prompt"),
        "refiner_negative": fields.pop("hr_negative_prompt"),
    }
    return (
        fields
        | prompts
        | {
            "hr_force": True,  # else it only enlarges, without a second pass
            "hr_resize_mode": _FIXED_SIZE,
            "hr_denoising_strength": request.hires_denoising,
        }
    )


SDNEXT = SDNext(
    "sdnext",
    "SD.Next",
    features=frozenset(
        {
            "img2img",
            "upscale",
            "interrogate",
            "deepdanbooru",
            "hires",
            "hires_sampler",
            "hires_prompt",
            "styles",
            "embeddings",
            "loras",
            "variation_seed",
            "tiling",
            "eta",
            "progress",
            "interrupt",
        }
    ),
    lists=("upscalers", "loras", "embeddings", "styles"),
    names_tasks=False,
    fits_images=False,
    tells_everything=False,
)
