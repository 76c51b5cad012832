"""Larger copies of finished pictures, by resampling: nothing is invented."""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageFilter, ImageOps

from .asked import too_large
from .catalogue import SHARP, UPSCALERS
from .problems import OutOfMemoryError

MOST_PIXELS = 40_000_000
_FILTERS = {
    "Nearest": Image.Resampling.NEAREST,
    "Latent (nearest)": Image.Resampling.NEAREST,
    "Latent (nearest-exact)": Image.Resampling.NEAREST,
    "Latent (bicubic)": Image.Resampling.BICUBIC,
    "Latent (bicubic antialiased)": Image.Resampling.BICUBIC,
    "Latent": Image.Resampling.BILINEAR,
    "Latent (antialiased)": Image.Resampling.BILINEAR,
}
_NAMES = frozenset(row["name"] for row in UPSCALERS)


def enlarged(picture: Image.Image, size: tuple[int, int], upscaler: str = "Lanczos") -> Image.Image:
    """The picture in this size, cropped where the shape differs."""
    if picture.size == size:
        return picture
    filter_ = _FILTERS.get(upscaler, Image.Resampling.LANCZOS)
    large = ImageOps.fit(picture, size, filter_)
    if upscaler != SHARP:
        return large
    radius = max(0.8, 0.6 * size[0] / picture.width)
    return large.filter(ImageFilter.UnsharpMask(radius=radius, percent=55, threshold=1))


def processed(picture: Image.Image, fields: dict[str, Any]) -> tuple[Image.Image, list[str]]:
    """What `extra-single-image` makes of a picture, and what is told of it.

    AssertionError for an unknown upscaler, OutOfMemoryError beyond 40 megapixels.
    """
    told: list[str] = []
    name, other = fields["upscaler_1"], fields["upscaler_2"]
    for wanted in (name, other):
        if wanted not in (None, "", *_NAMES):
            raise AssertionError(f"could not find upscaler named {wanted}")
    if name not in (None, "", "None"):
        size, how = _size(picture, fields)
        if size[0] * size[1] > MOST_PIXELS:
            raise OutOfMemoryError(too_large(size[0] * size[1], MOST_PIXELS))
        told += [how, f"Postprocess upscaler: {name}"]
        original, picture = picture, enlarged(picture, size, name)
        visibility = max(0.0, min(fields["extras_upscaler_2_visibility"], 1.0))
        if other not in (None, "", "None") and visibility:
            told.append(f"Postprocess upscaler 2: {other}")
            picture = Image.blend(picture, enlarged(original, size, other), visibility)
    # The demo knows no faces; it answers as a server does that found none.
    if fields["gfpgan_visibility"]:
        told.append(f"GFPGAN visibility: {fields['gfpgan_visibility']}")
    if fields["codeformer_visibility"]:
        told.append(f"CodeFormer visibility: {fields['codeformer_visibility']}")
        told.append(f"CodeFormer weight: {fields['codeformer_weight']}")
    return picture, told


def _size(picture: Image.Image, fields: dict[str, Any]) -> tuple[tuple[int, int], str]:
    if fields["resize_mode"] == 1:
        width, height = fields["upscaling_resize_w"], fields["upscaling_resize_h"]
        how = f"Postprocess upscale to: {width}x{height}"
        if not fields["upscaling_crop"]:
            factor = min(width / picture.width, height / picture.height)
            width, height = round(picture.width * factor), round(picture.height * factor)
        return (max(1, width), max(1, height)), how
    factor = fields["upscaling_resize"]
    size = (max(1, int(picture.width * factor)), max(1, int(picture.height * factor)))
    return size, f"Postprocess upscale by: {factor}"
