"""Hanok: tiled roofs with lifted eaves, row behind row in the mist; paper windows lit."""

from dataclasses import dataclass

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import blur, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, ridge_line
from sd_bridge.demo_webui.painter.shapes import Stencil, below
from sd_bridge.demo_webui.painter.sky import Sun, clouded, starry, with_sun

FINISH = {"bloom": 0.6, "grain": 0.013}
ROWS = 4


@dataclass(frozen=True)
class House:
    """Middle, half width of the eaves, height of the eaves line and of the roof; units."""

    x: float
    half: float
    eaves: float
    rise: float
    wall: float


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("hanok")
    skyline = canvas.span_y * dice.number(0.40, 0.5)
    sun = Sun(
        x=canvas.span_x * dice.pick((0.25, 0.5, 0.72)),
        y=skyline - dice.number(0.16, 0.3),
        radius=dice.number(0.075, 0.12),
    )
    picture = clouded(canvas, skyline + 0.12, sun, cover=dice.number(0.3, 0.7))
    if canvas.palette.dark or canvas.has("stars", "night"):
        picture = starry(canvas, picture, density=300)
    picture = with_sun(canvas, picture, sun)
    mist = fbm(canvas, dice.child("mist"), cell=0.5, stretch=2.6, octaves=5)
    for index in range(2):
        picture = _hill(canvas, picture, dice.child("hill", index), index, skyline, mist)
    for row in range(ROWS):
        near = row / (ROWS - 1)
        base = skyline + 0.12 + (canvas.span_y - skyline - 0.10) * near**1.25 * 0.92
        picture = _row(canvas, picture, dice.child("row", row), near, base)
        if row < ROWS - 1:
            picture = _drift(canvas, picture, mist, base, near)
    return _branch(canvas, picture, dice.child("branch")) if _blooms(canvas, dice) else picture


def _blooms(canvas: Canvas, dice: Dice) -> bool:
    return canvas.has("blossom") or canvas.palette.name == "blossom" or dice.chance(0.35)


def _hill(
    canvas: Canvas, picture: np.ndarray, dice: Dice, index: int, skyline: float, mist: np.ndarray
) -> np.ndarray:
    place = canvas.x[0] + dice.number(0, 3)
    edge = (
        skyline
        + 0.05
        + 0.07 * index
        - 0.2 * ridge_line(dice, place, cell=0.8, octaves=max(1, canvas.octaves - 2))
    )
    foot = smoothstep(0.0, 0.25, canvas.y - edge[None, :])
    tone = 0.02 + 0.17 * index - 0.2 * foot * (0.4 + mist)
    return mix(picture, ramp(canvas.palette.land, tone), below(canvas, edge))


def _drift(
    canvas: Canvas, picture: np.ndarray, mist: np.ndarray, base: float, near: float
) -> np.ndarray:
    band = np.exp(-(((canvas.y - base - 0.06) / 0.09) ** 2))
    veil = ramp(canvas.palette.land, max(0.0, near - 0.25))
    veil = mix(veil, ramp(canvas.palette.sky, 0.85), 0.45)
    return mix(picture, veil, np.clip(band * (0.1 + 0.75 * mist), 0, 0.75))


def _row(canvas: Canvas, picture: np.ndarray, dice: Dice, near: float, base: float) -> np.ndarray:
    """Houses side by side, every other one a little behind and painted first."""
    houses = _houses(canvas, dice, near, base)
    for house in houses[1::2] + houses[::2]:
        picture = _house(canvas, picture, house, near, dice)
    return picture


def _houses(canvas: Canvas, dice: Dice, near: float, base: float) -> list[House]:
    size = 0.10 + 0.20 * near
    houses, x, index = [], -size * dice.number(0.1, 0.9), 0
    while x < canvas.span_x + size:
        one = dice.child(index)
        half = size * one.number(0.85, 1.35)
        eaves = base + size * (one.number(-0.12, 0.12) - 0.16 * (index % 2))
        houses.append(House(x, half, eaves, half * one.number(0.36, 0.46), size * 1.1))
        x += half * one.number(1.35, 1.75)
        index += 1
    return houses


def _curve(house: House, at: np.ndarray) -> np.ndarray:
    """Height of the eaves at `at` (-1…1 across the house): ends lifted."""
    return house.eaves - house.half * 0.17 * np.abs(at) ** 2.6


def _house(
    canvas: Canvas, picture: np.ndarray, house: House, near: float, dice: Dice
) -> np.ndarray:
    top = house.eaves - house.rise * 1.3
    span = (house.x - house.half * 1.1, house.x + house.half * 1.1)
    left, right = (int(np.clip(v * canvas.scale, 0, canvas.width)) for v in span)
    upper = int(np.clip(top * canvas.scale, 0, canvas.height))
    if right - left < 2 or canvas.height - upper < 2:
        return picture
    window = (slice(upper, canvas.height), slice(left, right))
    x, y = canvas.x[:, left:right], canvas.y[upper:]
    part = picture[window]
    part = _walls(canvas, part, house, near, dice, x, y)
    picture[window] = _roof(canvas, part, house, near, x, y)
    return picture


def _roof(
    canvas: Canvas,
    part: np.ndarray,
    house: House,
    near: float,
    x: np.ndarray,
    y: np.ndarray,
) -> np.ndarray:
    land, scale = canvas.palette.land, canvas.scale
    at = (x - house.x) / house.half
    low = _curve(house, at)
    sag = house.rise * 0.07 * (1 - (at / 0.62) ** 2)
    ridge = house.eaves - house.rise + sag
    slope = house.eaves - house.rise * np.clip(1 - (np.abs(at) - 0.62) / 0.38, 0, 1) ** 1.7
    high = np.where(np.abs(at) < 0.62, ridge, np.minimum(slope, low))
    inside = np.clip((low - y) * scale + 0.5, 0, 1) * np.clip((y - high) * scale + 0.5, 0, 1)
    inside = inside * (np.abs(at) < 1)
    down = np.clip((y - high) / np.maximum(low - high, 1e-4), 0, 1)
    rows = np.cos(at / (0.78 + 0.3 * down) * 2 * np.pi * 15)
    fine = min(1.0, scale * house.half / 15 / 5)
    tone = 0.14 + 0.80 * near - 0.10 * down + 0.055 * rows * fine * (0.4 + near)
    body = ramp(land, tone)
    crest = np.exp(-np.abs(y - ridge) * scale / max(1.0, scale * 0.005)) * (np.abs(at) < 0.64)
    body = mix(body, ramp(land, 0.34 + 0.66 * near), crest * 0.8)
    lit = np.exp(-np.clip(y - high - 0.006, 0, None) / (house.rise * 0.3)) * 0.16 * (1 - 0.4 * near)
    body = screen(body, rgb(canvas.palette.glow) * lit[..., None])
    edge = np.exp(-np.abs(low - y) / (house.rise * 0.035))
    body = mix(body, ramp(land, max(0.0, 0.72 * near - 0.12)), edge * 0.55)
    under = (
        np.exp(-np.clip(y - low, 0, None) / (house.rise * 0.2)) * (y > low) * (np.abs(at) < 0.97)
    )
    part = part * (1 - 0.5 * under * (0.4 + 0.6 * near))[..., None]
    return mix(part, body, inside)


def _walls(
    canvas: Canvas,
    part: np.ndarray,
    house: House,
    near: float,
    dice: Dice,
    x: np.ndarray,
    y: np.ndarray,
) -> np.ndarray:
    """Dark timber below the eaves with bays of latticed paper, some of them lit."""
    at = (x - house.x) / (house.half * 0.80)
    down = (y - house.eaves + house.half * 0.05) / house.wall
    wall = (np.abs(at) < 1) * (down > 0)
    body = ramp(canvas.palette.land, np.clip(0.26 + 0.74 * near + 0 * at + 0 * down, 0, 1))
    bays = 5
    bay = np.clip(((at + 1) / 2 * bays).astype(np.int32), 0, bays - 1)
    across = (at + 1) / 2 * bays % 1
    lit = dice.child("lit", round(house.x, 4)).floats(bays)[bay] < 0.55
    pane = smoothstep(0.10, 0.13, across) * smoothstep(0.90, 0.87, across)
    pane = pane * smoothstep(0.12, 0.135, down) * smoothstep(0.46, 0.445, down)
    grid = np.maximum(np.cos(across * 2 * np.pi * 5) > 0.86, np.cos(down * 2 * np.pi * 17) > 0.88)
    lattice = 1 - 0.45 * grid * min(1.0, canvas.scale * house.half / 160)
    warm = mix(rgb("#ffcf7d"), rgb("#fff0cf"), np.clip(down * 1.6, 0, 1))
    strength = 0.35 + 0.55 * near
    paper = mix(body, warm * lattice[..., None], np.where(lit, strength, 0.10))
    body = mix(body, paper, pane)
    part = mix(part, body, wall * smoothstep(1.25, 0.75, down) * 1.0)
    glow = blur((pane * lit * wall).astype(np.float32), house.half * canvas.scale * 0.10)
    return screen(part, rgb("#ffb561") * (glow * 0.5 * strength)[..., None])


def _branch(canvas: Canvas, picture: np.ndarray, dice: Dice) -> np.ndarray:
    """A blossoming bough from an upper corner."""
    side = dice.pick((0.0, 1.0))
    wood, petals, shade = Stencil(canvas), Stencil(canvas), Stencil(canvas)
    start = (canvas.span_x * side, canvas.span_y * dice.number(0.02, 0.14))
    way = 1.0 if side == 0 else -1.0
    _grow(dice, (wood, petals, shade), start, way * dice.number(0.05, 0.25), way, 0.34, 0)
    land = canvas.palette.land
    picture = mix(picture, ramp(land, 1.0), wood.mask())
    pink = mix(rgb("#f6b6c4"), rgb(canvas.palette.accent_2), 0.15)
    picture = mix(picture, pink * 0.78, shade.mask() * 0.95)
    return mix(picture, mix(pink, np.ones(3, np.float32), 0.35), petals.mask() * 0.95)


def _grow(
    dice: Dice,
    stencils: tuple[Stencil, Stencil, Stencil],
    start: tuple[float, float],
    angle: float,
    way: float,
    length: float,
    order: int,
) -> None:
    wood, petals, shade = stencils
    x, y = start
    heading = angle if way > 0 else np.pi + angle
    for step in range(6):
        joint = dice.child(order, step)
        heading += joint.number(-0.32, 0.34)
        bit = length / 6
        tip = (x + np.cos(heading) * bit, y + np.sin(heading) * bit)
        wood.stroke([(x, y), tip], 0.010 * 0.5**order * (1 - step / 8) + 0.0016)
        x, y = tip
        if order < 2 and step and joint.chance(0.75):
            turn = joint.pick((-1, 1)) * joint.number(0.5, 0.9)
            inner = heading + turn - (0 if way > 0 else np.pi)
            _grow(joint, stencils, tip, inner, way, length * 0.5, order + 1)
        for number in range(joint.whole(1, 4) if order or step > 2 else 0):
            bud = joint.child("bud", number)
            bx, by = x + bud.number(-0.022, 0.022), y + bud.number(-0.022, 0.022)
            size = bud.number(0.005, 0.0105)
            shade.ellipse(bx + size * 0.25, by + size * 0.35, size, size)
            for petal in range(5):
                turn = petal * 2 * np.pi / 5 + bud.number(0, 0.4)
                px, py = bx + np.cos(turn) * size * 0.55, by + np.sin(turn) * size * 0.55
                petals.ellipse(px, py, size * 0.5, size * 0.5)
