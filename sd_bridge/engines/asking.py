"""What an engine can be asked for, and the bounds of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sd_bridge.engines.errors import RequestInvalid

MAX_PROMPT_LENGTH = 10_000  # characters
MIN_STEPS, MAX_STEPS = 1, 150
MIN_CFG_SCALE, MAX_CFG_SCALE = 1.0, 30.0
MIN_SIDE, MAX_SIDE, SIDE_MULTIPLE = 64, 2_048, 8  # px; servers round other sizes without a word
MAX_PIXELS = 2_048 * 2_048
MIN_COUNT, MAX_COUNT = 1, 8
RANDOM_SEED, MAX_SEED = -1, 2**32 - 1
MAX_NAME_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToImage:
    """One request for `count` pictures. Raises RequestInvalid when a value is out of bounds.

    Sides in px; `seed` -1 = random, else counting up by one for each picture. `scheduler` ""
    leaves it to the server, `model` "" means whatever model is loaded.
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

    def __post_init__(self) -> None:
        problems: dict[str, str] = {}
        for field, reason in (*self._text_problems(), *self._number_problems()):
            problems.setdefault(field, reason)
        if problems:
            raise RequestInvalid(**problems)

    def _text_problems(self) -> Iterator[tuple[str, str]]:
        if not self.prompt.strip():
            yield "prompt", "prompt_empty"
        for field in ("prompt", "negative_prompt"):
            text = getattr(self, field)
            if len(text) > MAX_PROMPT_LENGTH:
                yield field, "prompt_length"
            if not _can_be_sent(text):
                yield field, "characters"
        if not self.sampler.strip():
            yield "sampler", "name_missing"
        for field in ("sampler", "scheduler", "model"):
            name = getattr(self, field)
            if len(name) > MAX_NAME_LENGTH:
                yield field, "name_length"
            if not _can_be_sent(name):
                yield field, "characters"

    def _number_problems(self) -> Iterator[tuple[str, str]]:
        for field in ("width", "height"):
            side = getattr(self, field)
            if not MIN_SIDE <= side <= MAX_SIDE or side % SIDE_MULTIPLE:
                yield field, "side"
        if self.width * self.height > MAX_PIXELS:
            yield "width", "area"
        if not MIN_STEPS <= self.steps <= MAX_STEPS:
            yield "steps", "steps"
        if not math.isfinite(self.cfg_scale) or not (
            MIN_CFG_SCALE <= self.cfg_scale <= MAX_CFG_SCALE
        ):
            yield "cfg_scale", "guidance"
        if not RANDOM_SEED <= self.seed <= MAX_SEED:
            yield "seed", "seed"
        if not MIN_COUNT <= self.count <= MAX_COUNT:
            yield "count", "count"


def _can_be_sent(text: str) -> bool:
    """No NUL and no half surrogate: neither databases nor servers take them."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
