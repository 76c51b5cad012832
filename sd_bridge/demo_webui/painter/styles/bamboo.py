"""Bamboo in ink on paper: far stalks pale, near stalks dark, leaves in one stroke each."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import smoothstep
from sd_bridge.demo_webui.painter.noise import fbm
from sd_bridge.demo_webui.painter.shapes import Stencil, disc, distance

FINISH = {"bloom": 0.1, "grain": 0.012}
LAYERS = 3


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("bamboo")
    fibre = fbm(canvas, dice.child("fibre"), cell=0.05, stretch=2, octaves=5, gain=0.65)
    picture = _paper(canvas, fibre)
    x, y = canvas.span_x * dice.pick((0.26, 0.5, 0.72)), canvas.span_y * dice.number(0.24, 0.4)
    radius = dice.number(0.15, 0.22)
    light = rgb(canvas.palette.light)
    if not canvas.palette.dark and canvas.palette.name != "ink":
        light = mix(rgb(canvas.palette.accent), light, 0.25)
    halo = np.exp(-np.clip(distance(canvas, x, y) - radius, 0, None) / 0.12) * 0.14
    picture = mix(picture, light, halo)
    picture = mix(picture, light, disc(canvas, x, y, radius) * (0.82 + 0.14 * fibre))
    brush = fbm(canvas, dice.child("brush"), cell=0.012, stretch=0.12, octaves=3, gain=0.6)
    for layer in range(LAYERS):
        picture = _grove(canvas, picture, dice.child(layer), layer / (LAYERS - 1), brush)
        if layer < LAYERS - 1:
            picture = _mist(canvas, picture, dice.child("mist", layer))
    picture = _seal(canvas, picture, dice.child("seal"), fibre)
    return picture * (0.96 + 0.07 * fibre)[..., None]


def _paper(canvas: Canvas, fibre: np.ndarray) -> np.ndarray:
    wash = fbm(canvas, canvas.dice.child("wash"), cell=0.7, octaves=5)
    if canvas.palette.dark:
        tone = canvas.y / canvas.span_y * 0.85 + 0.25 * (wash - 0.5)
        return ramp(canvas.palette.sky, tone)
    paper = rgb(canvas.palette.paper) * np.ones((canvas.height, canvas.width, 1), np.float32)
    far = ramp(canvas.palette.land, 0.0)
    return mix(paper, far, 0.10 + 0.30 * smoothstep(0.35, 1.0, wash) * (0.7 + 0.3 * fibre))


def _mist(canvas: Canvas, picture: np.ndarray, dice: Dice) -> np.ndarray:
    drift = fbm(canvas, dice, cell=0.5, stretch=2.2, octaves=5)
    low = smoothstep(0.35, 1.0, canvas.y / canvas.span_y)
    veil = canvas.palette.sky[-1] if canvas.palette.dark else canvas.palette.paper
    return mix(picture, rgb(veil), np.clip(0.12 + drift * (0.25 + 0.6 * low), 0, 0.8))


def _grove(
    canvas: Canvas, picture: np.ndarray, dice: Dice, near: float, brush: np.ndarray
) -> np.ndarray:
    ink = 0.18 + 0.74 * near
    leaves = Stencil(canvas)
    count = max(2, round((3.4 - 1.4 * near) * (0.6 + 0.55 * canvas.span_x)))
    for index in range(count):
        stalk = dice.child(index)
        x = canvas.span_x * (index + stalk.number(0.1, 0.9)) / count
        width = (0.013 + 0.020 * near) * stalk.number(0.75, 1.3)
        lean, curve = stalk.number(-0.12, 0.12), stalk.number(-0.05, 0.05)
        picture = _stalk(canvas, picture, stalk, (x, width, lean, curve), ink, brush)
        _foliage(leaves, canvas, stalk.child("leaves"), (x, width, lean, curve), near)
    mask = leaves.mask() * (0.80 + 0.2 * brush)
    return mix(picture, ramp(canvas.palette.land, min(1.0, ink + 0.1)), mask)


def _middle(
    canvas: Canvas, shape: tuple[float, float, float, float], y: np.ndarray | float
) -> np.ndarray:
    """The x of a stalk's axis at height `y`."""
    x, _, lean, curve = shape
    up = 1 - y / canvas.span_y
    return x + lean * up * canvas.span_y + curve * np.sin(up * 3)


def _stalk(
    canvas: Canvas,
    picture: np.ndarray,
    dice: Dice,
    shape: tuple[float, float, float, float],
    ink: float,
    brush: np.ndarray,
) -> np.ndarray:
    _, width, _, _ = shape
    pitch = width * dice.number(6.5, 9.0)
    place = (canvas.y / pitch + dice.number()) % 1
    flare = 1 + 0.28 * np.exp(-((np.minimum(place, 1 - place) * pitch / (width * 0.35)) ** 2))
    half = width / 2 * flare
    side = (canvas.x - _middle(canvas, shape, canvas.y)) / half
    body = np.clip((1 - np.abs(side)) * half * canvas.scale + 0.5, 0, 1)
    gap = smoothstep(0.0, width * 0.10, np.minimum(place, 1 - place) * pitch - width * 0.04)
    dry = 1 - 0.55 * smoothstep(0.45, 0.9, brush) * (1 - np.abs(np.clip(side, -1, 1)) ** 3)
    lit = 0.30 * np.exp(-((side + 0.25) ** 2) / 0.12)
    node = 0.2 * np.exp(-place * pitch / (width * 0.5))
    colour = ramp(canvas.palette.land, ink * (1 - lit) + node)
    return mix(picture, colour, body * gap * dry * 0.96)


def _foliage(
    stencil: Stencil,
    canvas: Canvas,
    dice: Dice,
    shape: tuple[float, float, float, float],
    near: float,
) -> None:
    """Twigs with sprays of hanging leaves, more of them higher up."""
    for index in range(dice.whole(4, 7)):
        spray = dice.child(index)
        y = canvas.span_y * (spray.number(0.0, 0.85) ** 1.3 - 0.05)
        x = float(_middle(canvas, shape, y))
        way = spray.pick((-1, 1))
        reach = spray.number(0.06, 0.17) * (0.6 + 0.6 * near)
        tip = (x + way * reach, y - reach * spray.number(-0.1, 0.7))
        stencil.stroke(
            [(x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2 - 0.01), tip], 0.0022 + 0.002 * near
        )
        for number in range(spray.whole(4, 7)):
            leaf = spray.child("leaf", number)
            angle = np.pi / 2 - way * leaf.number(-0.35, 1.35)
            size = leaf.number(0.07, 0.135) * (0.55 + 0.6 * near)
            part = leaf.number(0.45, 1.0)
            root = (x + (tip[0] - x) * part, y + (tip[1] - y) * part)
            stencil.polygon(_leaf(root, angle, size, leaf.number(-0.25, 0.25)))


def _leaf(root: tuple[float, float], angle: float, size: float, bend: float) -> list:
    """Outline of one stroke: pointed, widest at a third, slightly bent."""
    left, right = [], []
    for step in range(11):
        part = step / 10
        turn = angle + bend * part
        x, y = root[0] + np.cos(turn) * size * part, root[1] + np.sin(turn) * size * part
        wide = size * 0.085 * np.sin(np.pi * part**0.62) ** 0.9
        left.append((x - np.sin(turn) * wide, y + np.cos(turn) * wide))
        right.append((x + np.sin(turn) * wide, y - np.cos(turn) * wide))
    return left + right[::-1]


def _seal(canvas: Canvas, picture: np.ndarray, dice: Dice, fibre: np.ndarray) -> np.ndarray:
    """A small red stamp of plain bars: no letters."""
    size = 0.05
    x = canvas.span_x - 0.06 - size if dice.chance(0.7) else 0.06
    y = canvas.span_y - 0.07 - size
    stencil = Stencil(canvas)
    stencil.box(x, y, x + size, y + size * 1.15)
    for index in range(3):
        top = y + size * (0.2 + 0.3 * index)
        stencil.box(x + size * 0.18, top, x + size * dice.number(0.5, 0.82), top + size * 0.11, 0)
    stencil.box(x + size * 0.46, y + size * 0.2, x + size * 0.57, y + size * 0.95, 0)
    return mix(picture, rgb("#b8321f"), stencil.mask() * (0.7 + 0.3 * smoothstep(0.2, 0.5, fibre)))
