"""Pictures made smaller: by libvips where it is installed, else by Pillow.

Both are given pixels, never files. What comes from outside is decoded in `pictures.decoding` alone,
so what libvips would read and write by itself is locked.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from PIL import Image

MOST_PIXELS = 16_000_000
"""Of a picture that is handed over, which takes a copy of it; larger ones are left to Pillow."""

Box = tuple[int, int, int, int]


def scaled(image: Image.Image, size: tuple[int, int], box: Box | None = None) -> Image.Image:
    """An RGB or RGBA picture, or what of it lies in `box`, in `size` px, never larger than before.

    `image` itself where it has that size already.
    """
    if size == image.size:
        return image
    vips = _libvips() if settings.LIBVIPS else None
    if vips and image.width * image.height <= MOST_PIXELS:
        return _by_libvips(vips, image, size, box)
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def scaled_by() -> str:
    """What scales here: "libvips 8.18.7" or "Pillow"."""
    if vips := _libvips() if settings.LIBVIPS else None:
        return "libvips {}.{}.{}".format(*(vips.version(place) for place in range(3)))
    return "Pillow"


@cache
def _libvips() -> Any:
    """The binding, set up for one picture after another; None where it is not installed."""
    try:
        vips = import_module("pyvips")
    except (ImportError, OSError):  # the binding, or the library it binds
        return None
    vips.concurrency_set(1)  # there is a worker a core already
    vips.cache_set_max(0)
    vips.block_untrusted_set(True)
    vips.operation_block_set("VipsForeign", True)
    return vips


def _by_libvips(
    vips: Any, image: Image.Image, size: tuple[int, int], box: Box | None
) -> Image.Image:
    source = vips.Image.new_from_memory(
        image.tobytes(), image.width, image.height, len(image.getbands()), "uchar"
    ).copy(interpretation="srgb")  # or it would not know the transparency for what it is
    if box:
        source = source.crop(box[0], box[1], box[2] - box[0], box[3] - box[1])
    width, height = size
    small = source.thumbnail_image(width, height=height, size="force", no_rotate=True)
    return Image.frombytes(image.mode, size, small.write_to_memory())
