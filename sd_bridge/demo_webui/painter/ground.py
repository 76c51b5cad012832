"""Painting over a picture that is already there.

As when noise is added to a picture and taken out again: a weak repainting only touches the
surface, a stronger one keeps the large forms and the light, a full one keeps nothing.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from .canvas import Canvas
from .colour import luma, mix, ramp
from .field import blur, resize, smoothstep
from .noise import fbm

STRETCH, CROP, FILL = 0, 1, 2
FINEST, BROADEST = 0.004, 0.05  # of the shorter side: the width of a brush
SOFT = 0.05  # of the order in which the painting comes through
SHAPES_AT = 320  # px: enough to tell what stands in front
SPOT = 19  # px at that size
STROKES_AT = 640  # px: broad strokes need no more


@dataclass(frozen=True)
class Ground:
    """`strength` 0 = keep the picture, 1 = paint anew; where `mask` (L) is black, it is kept."""

    picture: Image.Image
    strength: float
    resize_mode: int = STRETCH
    mask: Image.Image | None = None

    def fitted(self, width: int, height: int) -> Image.Image:
        """The picture in the size that is painted."""
        return fitted(self.picture, width, height, self.resize_mode)


def fitted(picture: Image.Image, width: int, height: int, resize_mode: int) -> Image.Image:
    """RGB of exactly this size: stretched, cropped, or filled up where something is missing."""
    picture = picture.convert("RGB")
    size, smooth = (width, height), Image.Resampling.LANCZOS
    if resize_mode == CROP:
        return ImageOps.fit(picture, size, smooth)
    if resize_mode == FILL:
        inner = ImageOps.contain(picture, size, smooth)
        # What is missing is taken from the picture's edge, out of focus.
        outer = ImageOps.fit(picture, size, smooth)
        outer = outer.filter(ImageFilter.GaussianBlur(min(size) / 18))
        outer.paste(inner, ((width - inner.width) // 2, (height - inner.height) // 2))
        return outer
    return picture.resize(size, smooth)


def painted_over(canvas: Canvas, painted: Image.Image, ground: Ground) -> Image.Image:
    """`painted` (of the canvas's size) as far as `ground` lets it through."""
    strength = max(0.0, min(ground.strength, 1.0))
    kept = ground.fitted(canvas.width, canvas.height)
    if strength == 0:
        return kept
    below = np.asarray(kept, dtype=np.float32) / 255
    above = np.asarray(painted, dtype=np.float32) / 255
    repainted = _repainted(canvas, below, strength)
    picture = _composed(canvas, repainted, above, strength)
    if ground.mask is not None:
        area = fitted(ground.mask, canvas.width, canvas.height, ground.resize_mode).convert("L")
        picture = mix(below, picture, np.asarray(area, dtype=np.float32) / 255)
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))


def _repainted(canvas: Canvas, below: np.ndarray, strength: float) -> np.ndarray:
    """The ground in brush strokes, drawn towards the colours that the words ask for."""
    width = FINEST + (BROADEST - FINEST) * strength**1.6
    strokes = _strokes(canvas, below, width)
    tone = luma(strokes)
    held = 0.85 * smoothstep(0.12, 0.95, strength)
    strokes = mix(strokes, ramp(canvas.palette.ramp, tone), held * np.ones_like(tone))
    return mix(below, strokes, smoothstep(0.0, 0.35, strength) * np.ones_like(tone))


def _composed(
    canvas: Canvas, repainted: np.ndarray, above: np.ndarray, strength: float
) -> np.ndarray:
    """The painting over the ground: what stands in front comes first, in the ground's light."""
    through = float(smoothstep(0.2, 1.0, strength**1.25))
    if through <= 0:
        return repainted
    sigma = canvas.scale * (0.06 + 0.22 * strength)
    light = blur(luma(repainted), sigma) - blur(luma(above), sigma)
    lit = above + (light * (1 - through**2) * 0.5)[..., None]
    edge = (1 + 2 * SOFT) * through - SOFT
    order = _order(canvas, luma(above))
    return mix(repainted, lit, smoothstep(edge + SOFT, edge - SOFT, order))


def _order(canvas: Canvas, tone: np.ndarray) -> np.ndarray:
    """When each place is painted, 0 first … 1 last: near (low, dark) things before the distance.

    Even over the whole picture, so that half-way through half of it is painted.
    """
    height, width = tone.shape
    shrink = min(1.0, SHAPES_AT / max(height, width))
    size = (max(4, round(width * shrink)), max(4, round(height * shrink)))
    small = Image.fromarray((np.clip(tone, 0, 1) * 255).astype(np.uint8)).resize(size)
    # Lit windows belong to their house: bright spots are closed, outlines stay where they are.
    small = small.filter(ImageFilter.MinFilter(SPOT)).filter(ImageFilter.MaxFilter(SPOT))
    dark = np.asarray(small.filter(ImageFilter.GaussianBlur(2)), dtype=np.float32) / 255
    rows = np.linspace(1, 0, size[1], dtype=np.float32)[:, None]
    drift = fbm(canvas.resized(shrink), canvas.dice.child("over"), cell=0.6, octaves=2)
    drift = resize(drift, *size)
    value = (0.55 * _ranked(dark) + 0.35 * rows + 0.1 * drift).astype(np.float32)
    return resize(_ranked(value), width, height)


def _ranked(field: np.ndarray) -> np.ndarray:
    """Each value's place among all, 0…1; equal ones share theirs."""
    _values, places = np.unique(field, return_inverse=True)
    counts = np.bincount(places.ravel())
    middle = np.cumsum(counts) - counts / 2
    return (middle[places] / field.size).reshape(field.shape).astype(np.float32)


def _strokes(canvas: Canvas, picture: np.ndarray, width: float) -> np.ndarray:
    """Flat strokes with kept edges: of four neighbourhoods the calmest gives the colour."""
    height_px, width_px = picture.shape[:2]
    longest = max(width_px, height_px)
    if width * canvas.scale > 4 and longest > STROKES_AT:
        small = (round(width_px * STROKES_AT / longest), round(height_px * STROKES_AT / longest))
        picture = np.stack([resize(picture[..., i], *small) for i in range(3)], axis=-1)
    radius = max(1, round(width * canvas.scale * picture.shape[1] / width_px))
    flat = _calmest(picture, radius)
    if flat.shape[:2] != (height_px, width_px):
        flat = np.stack([resize(flat[..., i], width_px, height_px) for i in range(3)], axis=-1)
    return np.clip(flat, 0, 1)


def _calmest(picture: np.ndarray, radius: int) -> np.ndarray:
    tone = luma(picture)
    layers = np.dstack([picture, tone, tone**2])
    total = np.pad(layers, ((radius + 1, radius), (radius + 1, radius), (0, 0)), mode="edge")
    total = total.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    rows, columns = tone.shape
    area = (radius + 1) ** 2
    weights = np.zeros((rows, columns, 1))
    colours = np.zeros_like(picture, dtype=np.float64)
    for top in (0, radius):
        for left in (0, radius):
            bottom, right = top + radius + 1, left + radius + 1
            mean = (
                total[bottom : bottom + rows, right : right + columns]
                - total[top : top + rows, right : right + columns]
                - total[bottom : bottom + rows, left : left + columns]
                + total[top : top + rows, left : left + columns]
            ) / area
            spread = np.clip(mean[..., 4] - mean[..., 3] ** 2, 0, None)
            weight = (1.0 / (1e-4 + spread) ** 2)[..., None]
            weights += weight
            colours += mean[..., :3] * weight
    return (colours / weights).astype(np.float32)
