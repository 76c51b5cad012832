"""Mountains in the haze, conifers on the near ridges, often a lake that mirrors it all."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import blur, resize, sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, line, ridge_line
from sd_bridge.demo_webui.painter.shapes import Stencil, below, distance
from sd_bridge.demo_webui.painter.sky import Sun, clouded, starry, with_sun


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("layout")
    lake = canvas.has("lake") or (dice.chance(0.5) and not canvas.has("mountain", "mist"))
    shore = canvas.span_y * (dice.number(0.6, 0.7) if lake else 1.0)
    skyline = canvas.span_y * (dice.number(0.34, 0.42) if lake else dice.number(0.3, 0.42))
    sun = Sun(
        x=canvas.span_x * dice.pick((0.3, 0.36, 0.5, 0.62, 0.7)) + dice.number(-0.05, 0.05),
        y=skyline - dice.number(0.05, 0.22),
        radius=dice.number(0.065, 0.105),
    )
    picture = clouded(canvas, skyline + 0.12, sun, cover=dice.number(0.3, 0.8))
    if canvas.palette.dark or canvas.has("stars"):
        picture = starry(canvas, picture)
    picture = with_sun(canvas, picture, sun)
    picture = _ridges(canvas, picture, skyline, shore, sun)
    if lake:
        picture = _lake(canvas, picture, shore, sun)
    return picture


def _ridges(
    canvas: Canvas, picture: np.ndarray, skyline: float, shore: float, sun: Sun
) -> np.ndarray:
    dice = canvas.dice.child("ridges")
    count = dice.whole(4, 5) if shore < canvas.span_y else dice.whole(5, 7)
    top, bottom = skyline + 0.07, shore - (0.045 if shore < canvas.span_y else 0.1)
    mist = fbm(canvas, dice.child("mist"), cell=0.5, stretch=2.5, octaves=5)
    for index in range(count):
        near = index / (count - 1)
        base = top + (bottom - top) * near**1.15
        picture = _ridge(canvas, picture, dice.child(index), near, base, mist, sun)
    return picture


def _ridge(
    canvas: Canvas,
    picture: np.ndarray,
    dice: Dice,
    near: float,
    base: float,
    mist: np.ndarray,
    sun: Sun,
) -> np.ndarray:
    """One ridge over what lies behind it; `near` 0 = farthest, 1 = nearest."""
    rise = (0.30 - 0.21 * near) * dice.number(0.75, 1.2)
    cell = dice.number(0.5, 0.8)
    place = canvas.x[0] + dice.number(0, 3)
    octaves = max(1, canvas.octaves - 1)
    edge = base - rise * ridge_line(dice, place, cell=cell, octaves=octaves)
    soft = base - rise * ridge_line(dice, place, cell=cell, octaves=2)
    depth = canvas.y - soft[None, :]
    land = canvas.palette.land
    colour = ramp(land, near)
    light = np.exp(-((canvas.x - sun.x) ** 2) / 0.3)
    tone = near + 0.1 * (mist - 0.5) * (1 - near) - 0.07 * light * (1 - near)
    tone = tone - smoothstep(0.0, 0.34, depth) * (0.26 - 0.12 * near) * (0.4 + mist)
    body = ramp(land, tone)
    rim = np.exp(-np.clip(canvas.y - edge[None, :], 0, None) / 0.012) * light * (1 - near) ** 2
    body = screen(body, rgb(canvas.palette.glow) * (rim * 0.3)[..., None])
    mask = below(canvas, edge)
    if near > 0.55:
        mask = np.maximum(mask, _conifers(canvas, dice.child("trees"), edge, near))
        body = mix(body, colour, np.clip(1 - depth / 0.05, 0, 1) * 0.6)
    return mix(picture, body, mask)


def _conifers(canvas: Canvas, dice: Dice, edge: np.ndarray, near: float) -> np.ndarray:
    """A fringe of firs standing on the edge; taller the nearer."""
    tall = 0.012 + 0.05 * (near - 0.5) ** 1.3
    stencil = Stencil(canvas)
    count = int(canvas.span_x / (tall * 0.30))
    chance = dice.floats(4, count)
    grove = line(dice.child("grove"), chance[0] * canvas.span_x, cell=0.3, octaves=3)
    for index in range(count):
        x = float(chance[0, index]) * canvas.span_x
        column = min(int(x * canvas.scale), canvas.width - 1)
        size = tall * (0.55 + 0.6 * chance[1, index]) * (1.0 + 0.45 * float(grove[index]))
        foot = float(edge[column]) + tall * 0.3
        stencil.polygon(_fir(x, foot, float(size), 0.17 + 0.07 * float(chance[2, index])))
    return stencil.mask()


def _fir(x: float, foot: float, size: float, spread: float) -> list[tuple[float, float]]:
    """Outline of a tree: tiers of branches, each wider than the one above."""
    height = size * 1.3
    right = []
    for tier in range(1, 5):
        wide = size * spread * (0.10 + 0.90 * tier / 4) * 1.3
        level = foot - height * (1 - tier / 4)
        right += [(wide, level), (wide * 0.45, level - height * 0.02)]
    outline = [(x, foot - height)] + [(x + w, y) for w, y in right]
    return outline + [(x - w, y) for w, y in reversed(right)]


def _lake(canvas: Canvas, picture: np.ndarray, shore: float, sun: Sun) -> np.ndarray:
    """Water below `shore`: the scene mirrored, rippled, darkened; glitter under the sun."""
    dice = canvas.dice.child("lake")
    depth = np.clip((canvas.y - shore) / (canvas.span_y - shore), 0, 1)
    ripples = fbm(canvas, dice, cell=0.035, stretch=9, octaves=4, gain=0.6) - 0.5
    swell = fbm(canvas, dice.child("swell"), cell=0.12, stretch=7, octaves=3) - 0.5
    shift = (ripples * 0.05 + swell * 0.05) * (0.12 + depth)
    row = (shore - (canvas.y - shore) * 0.96 + shift) * canvas.scale
    column = np.arange(canvas.width, dtype=np.float32)[None, :] + ripples * canvas.scale * 0.012
    mirrored = sample(picture, column, row)
    deep = ramp(canvas.palette.land, 0.62 + 0.3 * depth)
    water = mix(mirrored * 0.93, deep, 0.14 + 0.42 * depth + 0.16 * np.clip(swell, 0, 1))
    water = screen(water, _glitter(canvas, ripples, swell, shore, sun, depth))
    fog = np.exp(-np.abs(canvas.y - shore) / 0.022) * 0.34
    picture = mix(picture, water, np.clip((canvas.y - shore) * canvas.scale, 0, 1))
    veil = ramp(canvas.palette.land, 0.12)
    patches = blur(resize(ripples, canvas.width, canvas.height), canvas.scale * 0.06) + 0.9
    return mix(picture, veil, np.clip(fog * patches, 0, 0.5))


def _glitter(
    canvas: Canvas,
    ripples: np.ndarray,
    swell: np.ndarray,
    shore: float,
    sun: Sun,
    depth: np.ndarray,
) -> np.ndarray:
    width = 0.05 + 0.16 * depth
    path = np.exp(-(((canvas.x - sun.x) / width) ** 2)) * (canvas.y > shore)
    sparks = smoothstep(0.08, 0.3, ripples + swell * 0.8)
    away = distance(canvas, sun.x, shore)
    light = path * sparks * (0.85 - 0.35 * np.clip(away, 0, 1))
    warm = mix(rgb(canvas.palette.glow), rgb(canvas.palette.light), 0.6)
    return light[..., None] * warm
