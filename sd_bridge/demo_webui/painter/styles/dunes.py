"""Sand dunes: sharp crests, a lit and a shaded face, wind ripples, a low sun."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, line
from sd_bridge.demo_webui.painter.shapes import below
from sd_bridge.demo_webui.painter.sky import Sun, clouded, starry, with_sun

FINISH = {"bloom": 0.4, "grain": 0.014}


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("dunes")
    horizon = canvas.span_y * dice.number(0.40, 0.52)
    sun = Sun(
        x=canvas.span_x * dice.pick((0.24, 0.4, 0.62, 0.76)),
        y=horizon - dice.number(0.1, 0.26),
        radius=dice.number(0.06, 0.11),
    )
    picture = clouded(canvas, horizon + 0.08, sun, cover=dice.number(0.15, 0.55))
    if canvas.palette.dark or canvas.has("stars"):
        picture = starry(canvas, picture)
    picture = with_sun(canvas, picture, sun)
    count = dice.whole(6, 8)
    for index in range(count):
        near = index / (count - 1)
        base = horizon + 0.06 + (canvas.span_y - horizon) * 0.72 * near**1.35
        picture = _dune(canvas, picture, dice.child(index), near, base, sun)
    return picture


def _dune(
    canvas: Canvas, picture: np.ndarray, dice: Dice, near: float, base: float, sun: Sun
) -> np.ndarray:
    """One dune over what lies behind: an outline with one peak, a spine running down from it."""
    peak = canvas.span_x * dice.number(0.0, 1.0)
    edge = _outline(canvas, dice, near, base, peak)
    depth = np.clip(canvas.y - edge[None, :], 0, None)
    way = 1.0 if peak < sun.x else -1.0
    drift = fbm(canvas, dice.child("drift"), cell=0.35, stretch=2, octaves=4) - 0.5
    winding = 0.14 * np.sin(depth * dice.number(4, 7)) * (0.4 + near) + depth * dice.number(
        0.5, 1.1
    )
    beyond = (canvas.x - peak) * way + winding + drift * 0.04 * np.clip(depth * 8, 0, 1)
    reach = dice.number(0.22, 0.42) * (0.6 + 0.7 * near)
    shadow = smoothstep(0.004, -0.004 - 0.03 * depth, beyond)
    shadow = shadow * np.exp(-np.clip(-beyond, 0, None) / reach)
    return mix(picture, _sand(canvas, dice, near, depth, drift, 1 - shadow), below(canvas, edge))


def _outline(canvas: Canvas, dice: Dice, near: float, base: float, peak: float) -> np.ndarray:
    """Height of the crest for each column."""
    x = canvas.x[0]
    rise = dice.number(0.09, 0.2) * (0.65 + 0.6 * near)
    left, right = dice.number(0.35, 0.8), dice.number(0.35, 0.8)
    away = np.where(x < peak, (peak - x) / left, (x - peak) / right)
    wave = line(dice.child("wave"), x, cell=0.8, octaves=2) * 0.022
    return base - rise * np.exp(-(away**1.2)) - wave


def _sand(
    canvas: Canvas,
    dice: Dice,
    near: float,
    depth: np.ndarray,
    drift: np.ndarray,
    lit: np.ndarray,
) -> np.ndarray:
    land = canvas.palette.land
    fade = np.exp(-depth / (0.2 + 0.2 * near))
    shade = ramp(land, 0.20 + 0.72 * near - 0.12 * (1 - fade))
    sunny = ramp(land, -0.04 + 0.44 * near + 0.26 * (1 - fade) * (0.3 + near))
    sunny = screen(sunny, rgb(canvas.palette.glow) * (0.30 * fade * (1 - 0.4 * near))[..., None])
    body = mix(shade, sunny, lit)
    body = body * (1 + _ripples(canvas, dice, depth, drift, near) * lit)[..., None]
    rim = np.exp(-depth / 0.0035) * lit
    body = screen(body, rgb(canvas.palette.light) * (rim * 0.3)[..., None])
    haze = 0.4 * (1 - near) ** 2
    return mix(body, ramp(canvas.palette.sky, 0.88), haze)


def _ripples(
    canvas: Canvas, dice: Dice, depth: np.ndarray, drift: np.ndarray, near: float
) -> np.ndarray:
    """Fine waves in the sand, finer with distance; -0.05…0.05."""
    pitch = 0.010 + 0.020 * near
    if pitch * canvas.scale < 4 or canvas.octaves < 4:
        return np.zeros_like(depth)
    phase = depth / pitch + drift * 9 + canvas.x * dice.number(4, 9)
    strength = 0.045 * smoothstep(0.0, 0.15, depth) * (0.3 + near)
    return np.sin(phase * 2 * np.pi * 0.5) * strength * (0.5 + drift)
