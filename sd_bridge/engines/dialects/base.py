"""A dialect as A1111 1.10 speaks it; Forge differs by one field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sd_bridge.engines.asking import ImageToImage, Interrogation, Painting, TextToImage, Upscale
from sd_bridge.engines.features import FEATURES
from sd_bridge.engines.payloads import (
    hires_fields,
    over_image_fields,
    painting_fields,
    upscale_fields,
)
from sd_bridge.engines.spelling import normalised

LISTS = {
    "schedulers": "/sdapi/v1/schedulers",
    "upscalers": "/sdapi/v1/upscalers",
    "latent_modes": "/sdapi/v1/latent-upscale-modes",
    "loras": "/sdapi/v1/loras",
    "embeddings": "/sdapi/v1/embeddings",
    "styles": "/sdapi/v1/prompt-styles",
    "face_restorers": "/sdapi/v1/face-restorers",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: where to, what, and under which key the answer stands."""

    path: str
    body: dict[str, Any]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`extra_fields` go into every request for pictures beside those all servers share.

    `features` is what the program can do at all, `lists` the optional lists it may have.
    """

    name: str
    label: str
    extra_fields: Mapping[str, Any] = field(default_factory=dict)
    features: frozenset[str] = frozenset(FEATURES)
    lists: tuple[str, ...] = tuple(LISTS)
    names_tasks: bool = True  # tells which task it works on, under the name we gave it
    fits_images: bool = True  # crops and fills an image that is painted over
    takes_lora_paths: bool = False  # instead of reading them out of the prompt
    tells_everything: bool = True  # LoRAs, refiner and tiling stand in `info` if they were used

    def text_to_image(self, request: TextToImage, task_id: str) -> dict[str, Any]:
        """The body of `POST /sdapi/v1/txt2img`."""
        return painting_fields(request, task_id) | hires_fields(request) | {**self.extra_fields}

    def image_to_image(self, request: ImageToImage, image: str, task_id: str) -> dict[str, Any]:
        """The body of `POST /sdapi/v1/img2img`."""
        return painting_fields(request, task_id) | over_image_fields(request, image)

    def upscale(self, request: Upscale, image: str) -> Call:
        return Call("/sdapi/v1/extra-single-image", upscale_fields(request, image), "image")

    def interrogation(self, request: Interrogation, image: str) -> Call:
        body = {"image": image, "model": request.interrogator}
        return Call("/sdapi/v1/interrogate", body, "caption")

    def with_loras(self, request: Painting, _paths: Mapping[str, str]) -> tuple[str, list[Any]]:
        """The prompt to send, and the LoRAs to send beside it."""
        return request.prompt, []

    def is_same_sampler(self, asked: str, told: str) -> bool:
        return normalised(asked) == normalised(told)


A1111 = Dialect("a1111", "Stable Diffusion WebUI")
# Without this list Forge fails after the work is done; its own UI always sends it.
FORGE = Dialect("forge", "Forge", {"hr_additional_modules": ["Use same choices"]})
