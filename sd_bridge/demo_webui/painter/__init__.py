"""The demo painter: pictures from words and a seed, by procedure, without any model.

Words choose style and colours, the seed the composition, the size the format, steps the detail,
guidance and negative prompt the grading. The same input paints the same bytes.
"""

from collections.abc import Callable
from functools import partial

from PIL import Image

from .canvas import Canvas
from .dice import Dice, VariedDice
from .finish import finished
from .grading import LOOKS, grade_for
from .ground import Ground, painted_over
from .palettes import PALETTES
from .seamless import seamless
from .styles import STYLES
from .touches import Weighted, mixed_grades, touched_finish, touched_grade, touched_palette
from .words import read_wish, without_tags

__all__ = ["LOOKS", "Ground", "Interrupted", "Painting", "Weighted", "paint", "read_wish"]

MOST_OCTAVES = 7
FIRST_PREVIEW, LAST_PREVIEW = 40, 320
LONGEST_SPAN = 4

MakePreview = Callable[[], Image.Image]
OnStep = Callable[[int, MakePreview], None]


class Interrupted(Exception):  # noqa: N818 - a request to stop, not a fault
    """Raised by an `on_step` that wants no further steps; passes through `paint`."""


class Painting:
    """One picture in the making: `preview` of any step, `finished` in full.

    `subseed` leads a part (`variation`, 0…1) of the way to another composition; `touches` shift
    colours and finish; `refiner` is a second model's look with its share; `look_prompt` chooses the
    colours in place of `prompt`; with a `ground` the picture is painted over it.
    """

    def __init__(
        self,
        prompt: str,
        *,
        negative_prompt: str = "",
        seed: int,
        width: int,
        height: int,
        steps: int = 20,
        cfg_scale: float = 7.0,
        model: str = "demo-painter",
        subseed: int = 0,
        variation: float = 0.0,
        touches: tuple[Weighted, ...] = (),
        refiner: tuple[str, float] | None = None,
        ground: Ground | None = None,
        tiling: bool = False,
        look_prompt: str = "",
    ) -> None:
        subject = without_tags(prompt)
        wish = read_wish(subject)
        look = read_wish(look_prompt) if look_prompt else wish
        grades = partial(grade_for, negative_prompt=negative_prompt, cfg_scale=cfg_scale)
        grade = grades(model=model)
        if refiner is not None:
            grade = mixed_grades(grade, grades(model=refiner[0]), refiner[1])
        unit = max(min(width, height), max(width, height) / LONGEST_SPAN)
        self._steps = steps
        self._style = wish.style
        self._touches = touches
        self._ground = ground
        self._tiling = tiling
        self._grade = touched_grade(grade, touches)
        self._canvas = Canvas(
            width=width,
            height=height,
            span_x=width / unit,
            span_y=height / unit,
            octaves=min(MOST_OCTAVES, 3 + steps // 5),
            dice=_dice(subject, f"{width}x{height}", seed, subseed, variation),
            palette=touched_palette(PALETTES[look.palette], touches),
            motifs=wish.motifs,
        )

    def preview(self, step: int) -> Image.Image:
        """What step 0…steps has reached: the picture coarser, simpler, at most 320 pixels long."""
        reached = step / self._steps
        longest = FIRST_PREVIEW + (LAST_PREVIEW - FIRST_PREVIEW) * reached**1.5
        coarse = self._canvas.resized(
            min(1.0, longest / max(self._canvas.width, self._canvas.height)),
            octaves=max(1, round(self._canvas.octaves * reached)),
        )
        return self._painted(coarse)

    def finished(self, scale: float = 1.0) -> Image.Image:
        """The RGB picture in its full size, or painted `scale` times as large."""
        return self._painted(self._canvas if scale == 1.0 else self._canvas.resized(scale))

    def _painted(self, canvas: Canvas) -> Image.Image:
        style = STYLES[self._style]
        finish = touched_finish(getattr(style, "FINISH", {}), self._touches)
        picture = finished(canvas, style.paint(canvas), self._grade, **finish)
        if self._ground is not None:
            picture = painted_over(canvas, picture, self._ground)
        return seamless(picture) if self._tiling else picture


def _dice(subject: str, size: str, seed: int, subseed: int, variation: float) -> Dice:
    one = Dice("picture", subject, seed, size)
    if variation <= 0:
        return one
    return VariedDice(one, Dice("picture", subject, subseed, size), min(variation, 1.0))


def paint(
    prompt: str,
    *,
    negative_prompt: str = "",
    seed: int,
    width: int,
    height: int,
    steps: int = 20,
    cfg_scale: float = 7.0,
    model: str = "demo-painter",
    on_step: OnStep | None = None,
) -> Image.Image:
    """An RGB picture of `width` × `height` pixels.

    `on_step(number, make_preview)` is called after each of the steps, counted from 1;
    `make_preview()` paints what the step has reached. Whatever `on_step` raises stops the painting.
    """
    painting = Painting(
        prompt,
        negative_prompt=negative_prompt,
        seed=seed,
        width=width,
        height=height,
        steps=steps,
        cfg_scale=cfg_scale,
        model=model,
    )
    for step in range(1, steps + 1):
        if on_step is not None:
            on_step(step, partial(painting.preview, step))
    return painting.finished()
