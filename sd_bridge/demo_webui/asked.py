"""What a `txt2img` request comes to: names resolved, seed drawn, sizes and limits checked."""

import secrets
from dataclasses import dataclass
from typing import Any

from .catalogue import PROMPT_STYLES, UPSCALER_NAMES, resolve_sampler
from .catalogue import schedule_label as label_for
from .problems import AnswerError, OutOfMemoryError

HIGHEST_RANDOM_SEED = 4294967293
CELL = 8
MOST_PIXELS = 4_200_000
MOST_BATCH_PIXELS = 4 * MOST_PIXELS
LONGEST_SIDE = 8192
MOST_PICTURES = 64


@dataclass(frozen=True)
class HiRes:
    """The second pass: target size in pixels, its steps and upscaler."""

    width: int
    height: int
    steps: int
    upscaler: str
    denoising_strength: float | None


@dataclass(frozen=True)
class Asked:
    """`width` and `height` are as asked; pictures come out rounded down to multiples of 8."""

    prompt: str
    negative_prompt: str
    styles: list[str]
    seed: int
    subseed: int
    sampler: str
    scheduler: str
    batch_size: int
    n_iter: int
    steps: int
    cfg_scale: float
    width: int
    height: int
    hires: HiRes | None

    @property
    def count(self) -> int:
        return self.batch_size * self.n_iter

    @property
    def schedule(self) -> str:
        return label_for(self.sampler, self.scheduler)

    @property
    def pixels(self) -> tuple[int, int]:
        """The size that is painted."""
        width, height = self.width, self.height
        if self.hires:
            width, height = self.hires.width, self.hires.height
        return width // CELL * CELL, height // CELL * CELL


def refuse_unknown_scripts(fields: dict[str, Any]) -> None:
    """The demo has no scripts: AnswerError 422 for any that is named."""
    for name in filter(None, (fields["script_name"], *(fields["alwayson_scripts"] or ()))):
        raise AnswerError(422, f"Script '{name}' not found")


def understood(fields: dict[str, Any]) -> Asked:
    """Raises what the real server raises on values that no picture can be made of."""
    if fields["prompt"] is None or fields["negative_prompt"] is None:
        raise AssertionError
    prompt, negative_prompt = _styled(fields)
    sampler, scheduler = resolve_sampler(
        fields["sampler_name"] or fields["sampler_index"], fields["scheduler"]
    )
    asked = Asked(
        prompt=prompt,
        negative_prompt=negative_prompt,
        styles=fields["styles"] or [],
        seed=_seed(fields["seed"]),
        subseed=_seed(fields["subseed"]),
        sampler=sampler,
        scheduler=scheduler,
        batch_size=fields["batch_size"],
        n_iter=fields["n_iter"],
        steps=fields["steps"],
        cfg_scale=fields["cfg_scale"],
        width=fields["width"],
        height=fields["height"],
        hires=_hires(fields) if fields["enable_hr"] else None,
    )
    _check(asked)
    return asked


def _seed(wanted: int | None) -> int:
    if wanted is None or wanted == -1:
        return secrets.randbelow(HIGHEST_RANDOM_SEED + 1)
    return wanted


def _styled(fields: dict[str, Any]) -> tuple[str, str]:
    """Prompt and negative prompt with the named styles; unknown names are ignored."""
    prompt, negative = fields["prompt"], fields["negative_prompt"]
    for style in PROMPT_STYLES:
        if style["name"] in (fields["styles"] or ()):
            prompt = style["prompt"].replace("{prompt}", prompt)
            negative = ", ".join(filter(None, (negative, style["negative_prompt"])))
    return prompt, negative


def _hires(fields: dict[str, Any]) -> HiRes:
    upscaler = fields["hr_upscaler"] or "Latent"
    if upscaler not in UPSCALER_NAMES:
        raise Exception(f"could not find upscaler named {upscaler}")
    width, height = fields["hr_resize_x"], fields["hr_resize_y"]
    if not width and not height:
        scale = fields["hr_scale"]
        width, height = int(fields["width"] * scale), int(fields["height"] * scale)
    elif not height:
        height = width * fields["height"] // fields["width"]
    elif not width:
        width = height * fields["width"] // fields["height"]
    steps = fields["hr_second_pass_steps"] or fields["steps"]
    return HiRes(width, height, steps, upscaler, fields["denoising_strength"])


def _check(asked: Asked) -> None:
    if asked.steps <= 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    width, height = asked.pixels
    if width <= 0 or height <= 0:
        padded = f"({height // CELL + 2} x {width // CELL + 2})"
        raise RuntimeError(
            f"Calculated padded input size per channel: {padded}. Kernel size: (3 x 3)."
            " Kernel size can't be greater than actual input size"
        )
    too_many = (
        width * height > MOST_PIXELS
        or width * height * asked.batch_size > MOST_BATCH_PIXELS
        or max(width, height) > LONGEST_SIDE
        or asked.count > MOST_PICTURES
    )
    if too_many:
        size = width * height * max(asked.batch_size, 1) * 96 / 2**30
        raise OutOfMemoryError(
            f"CUDA out of memory. Tried to allocate {size:.2f} GiB (demo WebUI: no GPU is used,"
            f" pictures are limited to {MOST_PIXELS / 1e6:.1f} megapixels)"
        )
