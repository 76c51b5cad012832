"""Small pictures that look different from each other, as many as wanted; each always the same."""

from __future__ import annotations

import io
import random

from PIL import Image, PngImagePlugin

SIZE = (72, 96)


def scene(
    number: int, *, prompt: str | None = None, size: tuple[int, int] = SIZE, file_format="PNG"
) -> bytes:
    """A picture of coloured fields, none nearly the same as another; with an infotext.

    `prompt` is "scene N, …" unless given; an empty one leaves the infotext out.
    """
    dice = random.Random(number)
    fields = Image.frombytes("RGB", (9, 12), dice.randbytes(3 * 9 * 12))
    image = fields.resize(size, Image.Resampling.BICUBIC)
    prompt = f"scene {number}, soft light, oil painting" if prompt is None else prompt
    notes = PngImagePlugin.PngInfo()
    if prompt:
        notes.add_itxt(
            "parameters",
            f"{prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7.0, "
            f"Seed: {number}, Size: {size[0]}x{size[1]}, Model: demo-painter",
        )
    target = io.BytesIO()
    options = {"pnginfo": notes, "compress_level": 1} if file_format == "PNG" else {}
    image.save(target, file_format, **options)
    return target.getvalue()
