"""How much each point of a small picture differs from its surroundings."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter


def distinctness(image: Image.Image) -> list[float]:
    """One value a pixel of an RGB thumbnail, row by row: 0 like everything, 1 and more unlike.

    Sum of three differences: fine colour against its wide surroundings, against the colours at
    the borders of the picture, and, lightly, of brightness against its neighbours (edges).
    """
    fine = image.filter(ImageFilter.GaussianBlur(0.8))
    wide = image.filter(ImageFilter.GaussianBlur(max(image.size) / 5))
    surround = _distance(fine, wide)
    border = _from_borders(fine)
    edges = _edges(image).tobytes()
    return [
        near / 96 + 0.7 * far / 96 + 0.1 * edge / 96
        for near, far, edge in zip(surround, border, edges, strict=True)
    ]


def _edges(image: Image.Image) -> Image.Image:
    """Brightness against the neighbours; black along the border, where Pillow's filter has none."""
    found = image.convert("L").filter(ImageFilter.FIND_EDGES)
    framed = Image.new("L", image.size)
    inner = (1, 1, max(image.width - 1, 1), max(image.height - 1, 1))
    framed.paste(found.crop(inner), inner[:2])
    return framed


def _distance(one: Image.Image, other: Image.Image) -> list[int]:
    """Sum over red, green and blue of how far two pictures differ at each pixel."""
    red, green, blue = (band.tobytes() for band in ImageChops.difference(one, other).split())
    return [sum(bands) for bands in zip(red, green, blue, strict=True)]


def _from_borders(image: Image.Image) -> list[int]:
    """At each pixel the distance to the nearest of the mean colours along the four borders."""
    width, height = image.size
    strip = max(min(width, height) // 12, 1)
    strips = (
        (0, 0, width, strip),
        (0, height - strip, width, height),
        (0, 0, strip, height),
        (width - strip, 0, width, height),
    )
    distances = []
    for box in strips:
        colour = image.crop(box).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        distances.append(_distance(image, Image.new("RGB", image.size, colour)))
    return [min(values) for values in zip(*distances, strict=True)]
