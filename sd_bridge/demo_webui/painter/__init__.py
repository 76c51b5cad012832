"""The demo painter: pictures from words and a seed, by procedure, without any model.

Words choose style and colours, the seed the composition, the size the format, steps the detail,
guidance and negative prompt the grading. The same input paints the same bytes.
"""

from collections.abc import Callable

from PIL import Image

from .canvas import Canvas
from .dice import Dice
from .finish import Grade, finished
from .grading import LOOKS, grade_for
from .palettes import PALETTES
from .styles import STYLES
from .words import Wish, read_wish

__all__ = ["LOOKS", "Interrupted", "paint", "read_wish"]

MOST_OCTAVES = 7
FIRST_PREVIEW, LAST_PREVIEW = 40, 320
LONGEST_SPAN = 4

MakePreview = Callable[[], Image.Image]
OnStep = Callable[[int, MakePreview], None]


class Interrupted(Exception):  # noqa: N818 - a request to stop, not a fault
    """Raised by an `on_step` that wants no further steps; passes through `paint`."""


def _canvas(prompt: str, wish: Wish, seed: int, width: int, height: int, steps: int) -> Canvas:
    unit = max(min(width, height), max(width, height) / LONGEST_SPAN)
    return Canvas(
        width=width,
        height=height,
        span_x=width / unit,
        span_y=height / unit,
        octaves=min(MOST_OCTAVES, 3 + steps // 5),
        dice=Dice("picture", prompt, seed, f"{width}x{height}"),
        palette=PALETTES[wish.palette],
        motifs=wish.motifs,
    )


def _painted(canvas: Canvas, style: str, grade: Grade) -> Image.Image:
    module = STYLES[style]
    return finished(canvas, module.paint(canvas), grade, **getattr(module, "FINISH", {}))


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
    `make_preview()` paints what the step has reached: the same picture, coarser and with less
    detail, at most 320 pixels long. Whatever `on_step` raises stops the painting.
    """
    wish = read_wish(prompt)
    grade = grade_for(negative_prompt=negative_prompt, cfg_scale=cfg_scale, model=model)
    canvas = _canvas(prompt, wish, seed, width, height, steps)

    def preview_at(step: int) -> MakePreview:
        def make_preview() -> Image.Image:
            reached = step / steps
            longest = FIRST_PREVIEW + (LAST_PREVIEW - FIRST_PREVIEW) * reached**1.5
            coarse = canvas.resized(
                min(1.0, longest / max(width, height)),
                octaves=max(1, round(canvas.octaves * reached)),
            )
            return _painted(coarse, wish.style, grade)

        return make_preview

    for step in range(1, steps + 1):
        if on_step is not None:
            on_step(step, preview_at(step))
    return _painted(canvas, wish.style, grade)
