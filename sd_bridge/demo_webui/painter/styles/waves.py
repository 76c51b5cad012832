"""A woodblock sea: scales of waves (seigaiha) under a plain sun on paper."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, line
from sd_bridge.demo_webui.painter.shapes import Stencil, below, disc

FINISH = {"bloom": 0.12, "grain": 0.013}
BANDS = 5


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("waves")
    horizon = canvas.span_y * (dice.number(0.44, 0.58) if canvas.span_y > 1.1 else 0.5)
    fibre = fbm(canvas, dice.child("fibre"), cell=0.06, stretch=3, octaves=5, gain=0.65)
    wash = fbm(canvas, dice.child("wash"), cell=0.55, octaves=5)
    picture = _paper(canvas, horizon, fibre, wash)
    sun_x = canvas.span_x * dice.pick((0.3, 0.5, 0.68)) + dice.number(-0.04, 0.04)
    sun_y = horizon * dice.number(0.40, 0.58)
    sun = disc(canvas, sun_x, sun_y, dice.number(0.13, 0.19))
    red = rgb("#c9452f") if canvas.palette.name != "ember" else rgb("#fbe3b0")
    picture = mix(picture, red * (0.95 + 0.1 * fibre)[..., None], sun * (0.9 + 0.1 * wash))
    if dice.chance(0.55) or canvas.has("mountain"):
        picture = _peak(canvas, picture, dice.child("peak"), horizon, fibre)
    picture = _mist_bars(canvas, picture, dice.child("bars"), horizon)
    picture = _sea(canvas, picture, dice.child("sea"), horizon)
    picture = _birds(canvas, picture, dice.child("birds"), horizon)
    return picture * (0.955 + 0.075 * fibre)[..., None]


def _paper(canvas: Canvas, horizon: float, fibre: np.ndarray, wash: np.ndarray) -> np.ndarray:
    """Paper with a band of colour rubbed into its upper edge."""
    paper = rgb(canvas.palette.paper) * np.ones((canvas.height, canvas.width, 1), np.float32)
    rubbed = smoothstep(0.62, 0.0, canvas.y / horizon + 0.22 * (wash - 0.5)) * 0.62
    picture = mix(paper, ramp(canvas.palette.ramp, 0.55), rubbed * (0.8 + 0.2 * fibre))
    return mix(picture, rgb(canvas.palette.glow), wash * 0.14)


def _peak(
    canvas: Canvas, picture: np.ndarray, dice: Dice, horizon: float, fibre: np.ndarray
) -> np.ndarray:
    """A far volcano with a white cap."""
    centre = canvas.span_x * dice.pick((0.3, 0.72)) + dice.number(-0.06, 0.06)
    rise, width = dice.number(0.2, 0.3), dice.number(0.34, 0.46)
    away = np.abs(canvas.x[0] - centre) / width
    flank = np.clip(1 - away, 0, 1) ** 1.7
    summit = 0.80 + line(dice, canvas.x[0], cell=0.03, octaves=2) * 0.012
    edge = horizon + 0.11 - rise * np.minimum(flank, summit) * 1.2
    tone = 0.42 + 0.34 * np.clip((canvas.y - horizon + rise) / rise, 0, 1)
    body = mix(ramp(canvas.palette.ramp, 0.30 + 0 * fibre), ramp(canvas.palette.ramp, tone), 0.75)
    teeth = line(dice.child("snow"), canvas.x[0], cell=0.03, octaves=3) * 0.022
    cap = horizon + 0.11 - rise * 0.66 + teeth
    snow = 1 - below(canvas, cap)
    body = mix(body, rgb("#fbf8f1"), snow * 0.95)
    return mix(picture, body, below(canvas, edge))


def _mist_bars(canvas: Canvas, picture: np.ndarray, dice: Dice, horizon: float) -> np.ndarray:
    """Drifts of mist as long round-ended bars, the way of old screens."""
    stencil = Stencil(canvas)
    for index in range(dice.whole(2, 4)):
        bar = dice.child(index)
        y = horizon * bar.number(0.24, 0.92)
        x, length = bar.number(-0.2, 0.9) * canvas.span_x, bar.number(0.25, 0.6)
        thick = bar.number(0.007, 0.013)
        for step in range(bar.whole(1, 3)):
            left, top = x + step * bar.number(0.06, 0.16), y + step * thick * 2.6
            stencil.box(left, top - thick, left + length, top + thick)
            stencil.ellipse(left, top, thick, thick)
            stencil.ellipse(left + length, top, thick, thick)
    pale = mix(rgb(canvas.palette.paper), np.ones(3, np.float32), 0.35)
    return mix(picture, pale, stencil.mask() * 0.8)


def _sea(canvas: Canvas, picture: np.ndarray, dice: Dice, horizon: float) -> np.ndarray:
    """Rows of scales, each row over the one behind; the sea heaves in long swells."""
    radius = dice.number(0.085, 0.125)
    swell = line(dice, canvas.x[0] + dice.number(0, 5), cell=0.55, octaves=2) * dice.number(
        0.03, 0.075
    )
    rows = int((canvas.span_y - horizon + 0.3) / (radius * 0.5)) + 2
    tones = dice.child("tones").floats(rows, 64)
    for row in range(rows):
        settle = 1 - 0.5 * row / rows
        centre_y = horizon + radius + row * radius * 0.5 + swell[None, :] * settle
        top = max(0, int((float(centre_y.min()) - radius) * canvas.scale) - 1)
        if top >= canvas.height:
            break
        bottom = min(canvas.height, int((float(centre_y.max()) + radius * 0.6) * canvas.scale) + 2)
        strip = slice(top, bottom)
        picture[strip] = _scale_row(
            canvas, picture[strip], canvas.y[strip] - centre_y, radius, row, rows, tones[row]
        )
    return picture


def _scale_row(
    canvas: Canvas,
    behind: np.ndarray,
    down: np.ndarray,
    radius: float,
    row: int,
    rows: int,
    tones: np.ndarray,
) -> np.ndarray:
    shifted = canvas.x / (2 * radius) + 0.5 * (row % 2)
    number = np.floor(shifted).astype(np.int32)
    across = (shifted - number - 0.5) * 2 * radius
    away = np.sqrt(across**2 + down**2)
    mask = np.clip((radius - away) * canvas.scale + 0.5, 0, 1)
    part = away / radius
    ring = part * BANDS % 1
    soft = radius / BANDS * canvas.scale
    line_mask = 1 - np.clip((np.abs(ring - 0.5) - 0.14) * soft + 0.5, 0, 1)
    depth = np.clip(row / (rows - 1), 0, 1)
    tone = 0.20 + 0.46 * tones[number % 64] - 0.16 * depth + 0.20 * (part - 0.55)
    ink = ramp(canvas.palette.ramp, np.clip(tone, 0.04, 0.78))
    pale = mix(rgb(canvas.palette.paper), ramp(canvas.palette.ramp, 0.9), 0.35)
    heart = np.clip((0.5 / BANDS - part) * radius * canvas.scale + 0.5, 0, 1)
    colour = mix(ink, pale, np.maximum(line_mask * 0.92, heart))
    return mix(behind, colour, mask)


def _birds(canvas: Canvas, picture: np.ndarray, dice: Dice, horizon: float) -> np.ndarray:
    """A few strokes in the sky."""
    stencil = Stencil(canvas)
    x, y = canvas.span_x * dice.number(0.25, 0.7), horizon * dice.number(0.25, 0.6)
    for index in range(dice.whole(3, 7)):
        bird = dice.child(index)
        size = bird.number(0.012, 0.024)
        bx, by = x + bird.number(-0.18, 0.18), y + bird.number(-0.09, 0.09)
        lift = size * bird.number(0.25, 0.55)
        wing = [(bx - size, by - lift), (bx - size * 0.45, by - lift * 0.9), (bx, by)]
        other = [(bx, by), (bx + size * 0.45, by - lift * 0.9), (bx + size, by - lift)]
        stencil.stroke(wing, 0.0032)
        stencil.stroke(other, 0.0032)
    return mix(picture, ramp(canvas.palette.ramp, 0.08), stencil.mask() * 0.85)
