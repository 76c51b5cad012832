"""What an engine can be asked for. The names of the fields are also those of forms and rows.

Each is a plain value that cannot be out of bounds: making one raises RequestInvalid, whose
`fields` says what to correct. The bounds themselves are in `bounds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sd_bridge.engines import bounds
from sd_bridge.engines.bounds import (
    INTERROGATORS,
    MAX_BYTES,
    MAX_CFG_SCALE,
    MAX_COUNT,
    MAX_ENLARGED_PIXELS,
    MAX_NAME_LENGTH,
    MAX_PIXELS,
    MAX_PROMPT_LENGTH,
    MAX_SCALE,
    MAX_SEED,
    MAX_SIDE,
    MAX_STEPS,
    MAX_STYLES,
    MIN_CFG_SCALE,
    MIN_COUNT,
    MIN_SCALE,
    MIN_SIDE,
    MIN_STEPS,
    RANDOM_SEED,
    RESIZE_MODES,
    SIDE_MULTIPLE,
)

__all__ = [
    "INTERROGATORS",
    "MAX_BYTES",
    "MAX_CFG_SCALE",
    "MAX_COUNT",
    "MAX_ENLARGED_PIXELS",
    "MAX_NAME_LENGTH",
    "MAX_PIXELS",
    "MAX_PROMPT_LENGTH",
    "MAX_SCALE",
    "MAX_SEED",
    "MAX_SIDE",
    "MAX_STEPS",
    "MAX_STYLES",
    "MIN_CFG_SCALE",
    "MIN_COUNT",
    "MIN_SCALE",
    "MIN_SIDE",
    "MIN_STEPS",
    "RANDOM_SEED",
    "RESIZE_MODES",
    "SIDE_MULTIPLE",
    "AnyPainting",
    "ImageToImage",
    "Interrogation",
    "Painting",
    "Request",
    "TextToImage",
    "Upscale",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """`count` pictures of a prompt, `batch_size` of them painted at once.

    Sides in px; `seed` -1 = random, else counting up by one for each picture. `scheduler` ""
    leaves it to the server, `model` "" means whatever model is loaded, `eta` None is the
    sampler's own. `variation_strength` mixes that much (0 to 1) of `variation_seed`'s noise in.
    """

    prompt: str
    negative_prompt: str = ""
    width: int = 512
    height: int = 512
    steps: int = 20
    cfg_scale: float = 7.0
    seed: int = RANDOM_SEED
    sampler: str = "Euler a"
    scheduler: str = ""
    model: str = ""
    count: int = 1
    batch_size: int = 1
    styles: tuple[str, ...] = ()
    variation_seed: int = RANDOM_SEED
    variation_strength: float = 0.0
    restore_faces: bool = False
    tiling: bool = False
    eta: float | None = None
    refiner: str = ""
    refiner_switch_at: float = 0.8

    def __post_init__(self) -> None:
        if isinstance(self.styles, list):  # as JSON has it
            object.__setattr__(self, "styles", tuple(self.styles))
        bounds.require(self, bounds.painting_problems, self._own_problems)

    @staticmethod
    def _own_problems(_request: Any, /) -> bounds.Problems:
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToImage(Painting):
    """Pictures from words alone; with `hires_upscaler`, painted small and enlarged (hires fix).

    `hires_steps` 0 means as many as `steps`; the other `hires_…` left empty are those of the
    first pass.
    """

    hires_upscaler: str = ""
    hires_scale: float = 2.0
    hires_steps: int = 0
    hires_denoising: float = 0.5
    hires_model: str = ""
    hires_sampler: str = ""
    hires_scheduler: str = ""
    hires_prompt: str = ""
    hires_negative_prompt: str = ""

    _own_problems = staticmethod(bounds.hires_problems)

    @property
    def size(self) -> tuple[int, int]:
        """Of the finished pictures, in px."""
        if not self.hires_upscaler:
            return self.width, self.height
        return enlarged(self.width, self.hires_scale), enlarged(self.height, self.hires_scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageToImage(Painting):
    """Pictures painted over `image`, the bytes of a file; `denoising` 0 keeps it, 1 forgets it.

    `resize_mode`: 0 stretches the image to the size, 1 crops it, 2 fills up what is missing.
    """

    image: bytes = field(repr=False)
    denoising: float = 0.75
    resize_mode: int = 0

    _own_problems = staticmethod(bounds.over_image_problems)

    @property
    def size(self) -> tuple[int, int]:
        """Of the finished pictures, in px."""
        return self.width, self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Upscale:
    """`image` enlarged `upscale_by` times; the other shares and weights go from 0 to 1."""

    image: bytes = field(repr=False)
    upscaler: str
    upscale_by: float = 2.0
    upscaler_2: str = ""
    upscaler_2_visibility: float = 0.0
    gfpgan_visibility: float = 0.0
    codeformer_visibility: float = 0.0
    codeformer_weight: float = 0.0

    def __post_init__(self) -> None:
        bounds.require(self, bounds.upscale_problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrogation:
    """What is to be seen in `image`, in the words of `interrogator`."""

    image: bytes = field(repr=False)
    interrogator: str = "clip"

    def __post_init__(self) -> None:
        bounds.require(self, bounds.interrogation_problems)


def enlarged(side: int, scale: float) -> int:
    """As servers round it."""
    return int(side * scale) // SIDE_MULTIPLE * SIDE_MULTIPLE


AnyPainting = TextToImage | ImageToImage
Request = AnyPainting | Upscale | Interrogation
