"""Pictures for tests and benchmarks: small real files through the real door."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from functools import lru_cache

from PIL import Image, PngImagePlugin
from wagtail.models import Page

from pictures.intake import TakenIn, take_in
from pictures.library import add_image
from pictures.models import GalleryImage, PicturePage
from pictures.publishing import create_picture

SIZE = (96, 144)


@lru_cache(maxsize=256)
def picture_file(
    seed: int = 1, *, prompt: str = "a lighthouse", size: tuple[int, int] = SIZE
) -> bytes:
    """A small PNG with an infotext; another `seed` gives another picture."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    hue = Image.new("RGB", size, ((seed * 67) % 256, (seed * 29) % 256, (seed * 151) % 256))
    image = Image.blend(image, hue, 0.6)
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt(
        "parameters",
        f"{prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, Schedule type: Karras, "
        f"CFG scale: 7.0, Seed: {seed}, Size: {size[0]}x{size[1]}, Model hash: 9ce000b877, "
        "Model: demo-painter",
    )
    target = io.BytesIO()
    image.save(target, "PNG", pnginfo=notes)
    return target.getvalue()


@lru_cache(maxsize=256)
def unlike_file(seed: int = 1, *, prompt: str = "a harbour", tiles: int = 8) -> bytes:
    """As `picture_file`, but pictures of different seeds do not even resemble each other."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    spots = Image.frombytes("L", (tiles, tiles), dice.randbytes(tiles * tiles))
    image = spots.resize((16 * tiles, 16 * tiles), Image.Resampling.BICUBIC).convert("RGB")
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt(
        "parameters", f"{prompt}\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: {seed}"
    )
    target = io.BytesIO()
    image.save(target, "PNG", pnginfo=notes)
    return target.getvalue()


def taken(seed: int = 1, **file) -> TakenIn:
    found = _taken(picture_file(seed, **file), f"{seed}.png")
    return replace(found, raw_metadata=dict(found.raw_metadata))


@lru_cache(maxsize=256)
def _taken(data: bytes, name: str) -> TakenIn:
    """The door is the real one, but the same file need not go through it in every test."""
    return take_in(data, name=name)


def store_image(
    seed: int = 1, *, title: str = "A gallery image", user=None, **file
) -> GalleryImage:
    return add_image(taken(seed, **file), title=title, user=user)


def hang_picture(
    title: str,
    *,
    topic: Page,
    user=None,
    seed: int = 1,
    prompt: str = "a lighthouse",
    size: tuple[int, int] = SIZE,
    publish: bool = True,
    **fields,
) -> PicturePage:
    """A picture in `topic`, public unless `publish=False`."""
    fields.setdefault("alt_text", "등대")
    image = store_image(seed, title=title, user=user, prompt=prompt, size=size)
    return create_picture(
        topic=topic, image=image, title=title, user=user, publish=publish, **fields
    )
