"""Marble: warped strata of stone, each edge a vein of gold with a shadow at one side."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, screen
from sd_bridge.demo_webui.painter.field import sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, padded

FINISH = {"bloom": 0.35, "grain": 0.009}
GOLD = ("#4a2d0e", "#9c6a22", "#e2b659", "#fbe6a6", "#fffaf0")
MARGIN = 0.35


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("marble")
    strata = _strata(canvas)
    count = dice.number(5.5, 9.5)
    tilt = (canvas.x * dice.number(-0.5, 0.5) + canvas.y * dice.number(0.2, 0.6)) * 0.35
    level = (strata + tilt) * count
    layer = np.floor(level).astype(np.int32)
    part = level - layer
    down, across = np.gradient(level)
    steep = np.maximum(np.hypot(down, across), 1e-4)
    to_edge = np.minimum(part, 1 - part) / steep / canvas.scale
    tones = dice.child("tones").floats(64)
    # Half a pixel of the neighbouring layer at each edge, or the edges would be jagged.
    before = np.clip(0.5 - part / steep, 0, 0.5)
    after = np.clip(0.5 - (1 - part) / steep, 0, 0.5)
    here = 1 - before - after
    tone = (
        here * tones[layer % 64]
        + before * tones[(layer - 1) % 64]
        + after * tones[(layer + 1) % 64]
    )
    picture = _stone(canvas, tone, here * part + before)
    shadow = here * np.exp(-part / steep / canvas.scale / 0.016) + after
    picture = picture * (1 - 0.42 * shadow)[..., None]
    shine = here * np.exp(-(1 - part) / steep / canvas.scale / 0.02) + before
    picture = screen(picture, (shine * 0.16)[..., None] * np.ones(3, dtype=np.float32))
    veined = tones[(layer + np.round(part).astype(np.int32)) * 7 % 64] > 0.28
    return _gilded(canvas, picture, to_edge, veined, across / steep)


def _strata(canvas: Canvas) -> np.ndarray:
    """Smooth noise warped twice by other noise, 0…1: the flow of the stone."""
    dice = canvas.dice.child("flow")
    wide = padded(canvas, MARGIN)
    base = fbm(wide, dice, cell=0.75, octaves=4, gain=0.42)
    first = fbm(wide, dice.child("x"), cell=0.6, octaves=4, gain=0.45) - 0.5
    second = fbm(wide, dice.child("y"), cell=0.6, octaves=4, gain=0.45) - 0.5
    offset = (wide.width - canvas.width) / 2
    column = np.arange(canvas.width, dtype=np.float32)[None, :] + offset
    row = np.arange(canvas.height, dtype=np.float32)[:, None] + offset
    reach = canvas.scale * 0.55
    for _ in range(2):
        shift_x, shift_y = sample(first, column, row), sample(second, column, row)
        column, row = column + shift_x * reach, row + shift_y * reach
    return sample(base, column, row)


def _stone(canvas: Canvas, tone: np.ndarray, part: np.ndarray) -> np.ndarray:
    dice = canvas.dice.child("stone")
    cloud = fbm(canvas, dice, cell=0.4, octaves=6, gain=0.55)
    grit = fbm(canvas, dice.child("grit"), cell=0.05, octaves=4, gain=0.6)
    value = 0.06 + 0.86 * tone**0.9 + (part - 0.5) * 0.16 + (cloud - 0.5) * 0.24
    return ramp(canvas.palette.ramp, value + (grit - 0.5) * 0.045)


def _gilded(
    canvas: Canvas,
    picture: np.ndarray,
    to_edge: np.ndarray,
    veined: np.ndarray,
    facing: np.ndarray,
) -> np.ndarray:
    """Gold where `to_edge` (units) is small, thick and thin, brighter where it faces the light."""
    dice = canvas.dice.child("gold")
    swell = fbm(canvas, dice, cell=0.3, octaves=4)
    width = 0.0004 + 0.0075 * smoothstep(0.3, 0.95, swell)
    mask = np.clip((width - to_edge) * canvas.scale + 0.5, 0, 1) * veined
    fleck = fbm(canvas, dice.child("fleck"), cell=0.03, octaves=3)
    body = 1 - np.clip(to_edge / np.maximum(width, 1e-4), 0, 1)
    gold = ramp(GOLD, 0.22 + 0.34 * fleck + 0.24 * facing + 0.3 * body)
    return mix(picture, gold, mask)
