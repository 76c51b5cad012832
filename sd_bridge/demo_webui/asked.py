"""What a request for pictures comes to, and the limits of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .catalogue import DemoModel
from .catalogue import schedule_label as label_for
from .painter import Ground
from .problems import OutOfMemoryError

CELL = 8
MOST_PIXELS = 4_200_000
MOST_BATCH_PIXELS = 4 * MOST_PIXELS
LONGEST_SIDE = 8192
MOST_PICTURES = 64


@dataclass(frozen=True)
class HiRes:
    """The second pass: target size in pixels, its steps and upscaler; "" and None: as the first."""

    width: int
    height: int
    steps: int
    upscaler: str
    denoising_strength: float
    scale: float | None
    model: DemoModel | None = None
    sampler: str = ""
    scheduler: str = ""
    prompt: str = ""
    negative_prompt: str = ""
    lacks_modules: bool = False


@dataclass(frozen=True)
class Refiner:
    """Another model that takes over at a part (0…1) of the steps."""

    model: DemoModel
    switch_at: float


@dataclass(frozen=True)
class Asked:
    """`width` and `height` are as asked; pictures come out rounded down to multiples of 8.

    `denoising_strength` is None where nothing is painted over. `ground` is what is painted over.
    """

    prompt: str
    negative_prompt: str
    styles: list[str]
    seed: int
    subseed: int
    subseed_strength: float
    sampler: str
    scheduler: str
    batch_size: int
    n_iter: int
    steps: int
    cfg_scale: float
    width: int
    height: int
    denoising_strength: float | None = None
    hires: HiRes | None = None
    refiner: Refiner | None = None
    ground: Ground | None = None
    mask_blur: int | None = None
    tiling: bool = False
    restore_faces: bool = False
    eta: float | None = None
    loras: dict[str, float] = field(default_factory=dict)
    embeddings: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.batch_size * self.n_iter

    @property
    def seeds(self) -> list[int]:
        """Counting up, unless it is the variation that counts up."""
        step = 0 if self.subseed_strength else 1
        return [self.seed + step * number for number in range(self.count)]

    @property
    def subseeds(self) -> list[int]:
        return [self.subseed + number for number in range(self.count)]

    @property
    def schedule(self) -> str:
        return label_for(self.sampler, self.scheduler)

    @property
    def pixels(self) -> tuple[int, int]:
        """The size that is painted first."""
        return self.width // CELL * CELL, self.height // CELL * CELL

    @property
    def final_pixels(self) -> tuple[int, int]:
        """The size of the pictures."""
        if self.hires is None:
            return self.pixels
        return self.hires.width // CELL * CELL, self.hires.height // CELL * CELL

    @property
    def steps_to_take(self) -> int:
        """Painting over takes its part of the steps only; progress counts them all the same."""
        if self.ground is None:
            return self.steps
        return max(1, int(min(self.ground.strength, 0.999) * self.steps) + 1)


def check(asked: Asked) -> None:
    """Raises what the real server raises on values that no picture can be made of."""
    if asked.steps <= 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    width, height = asked.pixels
    if min(width, height, *asked.final_pixels) <= 0:
        padded = f"({height // CELL + 2} x {width // CELL + 2})"
        raise RuntimeError(
            f"Calculated padded input size per channel: {padded}. Kernel size: (3 x 3)."
            " Kernel size can't be greater than actual input size"
        )
    width, height = asked.final_pixels
    too_many = (
        width * height > MOST_PIXELS
        or width * height * asked.batch_size > MOST_BATCH_PIXELS
        or max(width, height) > LONGEST_SIDE
        or asked.count > MOST_PICTURES
    )
    if too_many:
        raise OutOfMemoryError(too_large(width * height * max(asked.batch_size, 1), MOST_PIXELS))


def too_large(pixels: int, most: int) -> str:
    """In the words of a graphics card; the demo has none, and says so."""
    return (
        f"CUDA out of memory. Tried to allocate {pixels * 96 / 2**30:.2f} GiB (demo WebUI: no GPU"
        f" is used, pictures are limited to {most / 1e6:.1f} megapixels)"
    )
