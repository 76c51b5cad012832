"""A skyline at night or dusk over wet ground: towers in the haze, lit windows, neon."""

from dataclasses import dataclass

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import blur, sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm
from sd_bridge.demo_webui.painter.shapes import Stencil
from sd_bridge.demo_webui.painter.sky import Sun, clouded, starry, with_sun

FINISH = {"bloom": 0.8, "grain": 0.012}
ROWS = 5


@dataclass(frozen=True)
class Tower:
    """Left edge, width, roof and share of lit windows; units."""

    left: float
    width: float
    roof: float
    lit: float
    top: str
    dice: Dice


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("city")
    ground = canvas.span_y * dice.number(0.70, 0.77)
    sun = Sun(
        x=canvas.span_x * dice.pick((0.28, 0.42, 0.6, 0.72)),
        y=ground - canvas.span_y * dice.number(0.40, 0.5),
        radius=dice.number(0.10, 0.15),
    )
    picture = clouded(canvas, ground * 1.02, sun, cover=dice.number(0.2, 0.6))
    if canvas.palette.dark or canvas.has("stars", "night"):
        picture = starry(canvas, picture, density=300)
    picture = with_sun(canvas, picture, sun)
    for row in range(ROWS):
        near = row / (ROWS - 1)
        towers = _towers(canvas, dice.child("row", row), near, ground)
        picture = _row(canvas, picture, towers, near, ground, dice.child("tone", row))
    return _wet(canvas, picture, ground)


def _towers(canvas: Canvas, dice: Dice, near: float, ground: float) -> list[Tower]:
    """Side by side with gaps; the skyline swells around a centre."""
    towers = []
    left, index = -0.05, 0
    centre = dice.number(0.25, 0.75) * canvas.span_x
    while left < canvas.span_x + 0.05:
        one = dice.child(index)
        width = one.number(0.05, 0.105) * (0.75 + 0.6 * near)
        swell = 0.55 + 0.45 * np.exp(-(((left - centre) / (canvas.span_x * 0.33)) ** 2))
        chance = one.number()
        height = (0.16 + 0.50 * chance**1.9) * swell * (1.0 - 0.40 * near)
        height *= min(canvas.span_y, 1.45) * 0.98
        lit = one.number(0.12, 0.55) if one.chance(0.8) else 0.03
        top = one.pick(("flat", "flat", "mast", "step", "slant", "tank"))
        towers.append(Tower(left, width, ground - height, lit, top, one))
        left += width * one.number(0.78, 1.5)
        index += 1
    return towers


def _row(
    canvas: Canvas,
    picture: np.ndarray,
    towers: list[Tower],
    near: float,
    ground: float,
    dice: Dice,
) -> np.ndarray:
    shape, shade = Stencil(canvas), Stencil(canvas)
    lamps, signs = Stencil(canvas), Stencil(canvas)
    lived_in = near > 0.2
    for tower in towers:
        _facade(shape, shade, tower, ground)
        if lived_in:
            lamps.box(tower.left, tower.roof, tower.left + tower.width, ground, 0)
            signs.box(tower.left, tower.roof, tower.left + tower.width, ground, 0)
            _windows(lamps, tower, near, ground)
            if tower.dice.chance(0.13 + 0.2 * (near > 0.4)):
                _sign(signs, tower, ground)
    rise = np.clip((ground - canvas.y) / 0.55, 0, 1)
    tint = shade.mask() - 0.6
    tone = 0.06 + 0.92 * near - 0.16 * (1 - rise) * (1 - 0.6 * near) - tint * 0.22 * (1.1 - near)
    body = ramp(canvas.palette.land, tone)
    if lived_in:
        body = _lit(canvas, body, lamps.mask(), signs.mask(), near, dice)
    return mix(picture, body, shape.mask())


def _facade(shape: Stencil, shade: Stencil, tower: Tower, ground: float) -> None:
    """Outline, and a tone of its own with a darker side."""
    level = 90 + tower.dice.whole(0, 150)
    _silhouette(shape, tower, ground, 255)
    _silhouette(shade, tower, ground, level)
    edge = tower.width * tower.dice.number(0.62, 0.8)
    shade.box(tower.left + edge, tower.roof, tower.left + tower.width, ground, level - 60)


def _silhouette(stencil: Stencil, tower: Tower, ground: float, fill: int) -> None:
    left, right, roof, width = tower.left, tower.left + tower.width, tower.roof, tower.width
    stencil.box(left, roof, right, ground + 0.01, fill)
    middle = left + width / 2
    if tower.top == "mast":
        stencil.box(middle - width * 0.02, roof - width * 0.9, middle + width * 0.02, roof, fill)
        stencil.box(middle - width * 0.14, roof - width * 0.22, middle + width * 0.14, roof, fill)
    elif tower.top == "step":
        stencil.box(left + width * 0.2, roof - width * 0.35, right - width * 0.2, roof, fill)
        stencil.box(left + width * 0.36, roof - width * 0.6, right - width * 0.36, roof, fill)
    elif tower.top == "slant":
        stencil.polygon([(left, roof), (right, roof), (right, roof - width * 0.5)], fill)
    elif tower.top == "tank":
        stencil.box(left + width * 0.6, roof - width * 0.18, right - width * 0.08, roof, fill)


def _windows(stencil: Stencil, tower: Tower, near: float, ground: float) -> None:
    """A lattice of panes, some lit, in brightness steps; whole floors now and then."""
    pane = 0.0075 + 0.0035 * near
    pitch_x, pitch_y = pane * 1.75, pane * 2.1
    columns = max(1, int((tower.width - pane) / pitch_x))
    rows = max(1, int((ground - tower.roof - pane * 2) / pitch_y))
    start = tower.left + (tower.width - (columns - 1) * pitch_x - pane) / 2
    chance = tower.dice.child("panes").floats(2, rows, columns)
    floor = tower.dice.child("floors").floats(rows)
    lit = chance[0] < np.where(floor < 0.1, 0.9, tower.lit)[:, None]
    for row, column in zip(*np.nonzero(lit), strict=True):
        x, y = start + column * pitch_x, tower.roof + pane * 1.5 + row * pitch_y
        glow = 90 + int(165 * chance[1, row, column])
        stencil.box(x, y, x + pane, y + pane * 1.25, glow)


def _sign(stencil: Stencil, tower: Tower, ground: float) -> None:
    """An upright neon sign or a lit edge."""
    dice = tower.dice.child("sign")
    reach = ground - tower.roof
    x = tower.left + tower.width * dice.pick((0.02, 0.45, 0.88))
    top = tower.roof + reach * dice.number(0.05, 0.4)
    bottom = min(top + reach * dice.number(0.16, 0.5), ground - 0.02)
    stencil.box(x, top, x + dice.number(0.003, 0.010), bottom)


def _lit(
    canvas: Canvas,
    body: np.ndarray,
    lamps: np.ndarray,
    signs: np.ndarray,
    near: float,
    dice: Dice,
) -> np.ndarray:
    palette = canvas.palette
    zones = fbm(canvas, dice, cell=0.16, octaves=2)[..., None]
    white = np.array([1.0, 0.97, 0.88], dtype=np.float32)
    warm = mix(rgb(palette.accent), white, 0.45)
    light = "#ffe9c4" if palette.name == "ink" else palette.light
    panes = np.where(zones > 0.62, rgb(light), warm)
    strength = 0.35 + 0.6 * near
    body = mix(body, panes, lamps * strength)
    halo = blur(lamps, canvas.scale * 0.012) * 0.5
    body = screen(body, warm * (halo * strength)[..., None])
    neon = np.where(zones > 0.5, rgb(palette.accent_2), rgb(palette.accent))
    glow = blur(signs, canvas.scale * 0.014) * 1.9
    body = screen(body, neon * np.clip(glow, 0, 0.8)[..., None])
    return mix(body, mix(neon, white, 0.45), signs)


def _wet(canvas: Canvas, picture: np.ndarray, ground: float) -> np.ndarray:
    """The street or river below: the city mirrored, drawn out and broken by ripples."""
    dice = canvas.dice.child("wet")
    depth = np.clip((canvas.y - ground) / (canvas.span_y - ground), 0, 1)
    ripple = fbm(canvas, dice, cell=0.03, stretch=7, octaves=4, gain=0.6) - 0.5
    slow = fbm(canvas, dice.child("slow"), cell=0.1, stretch=4, octaves=3) - 0.5
    row = (ground - (canvas.y - ground) * 1.5 + ripple * 0.035 * depth) * canvas.scale
    shift = (ripple * 0.05 + slow * 0.03) * (0.2 + depth) * canvas.scale
    column = np.arange(canvas.width, dtype=np.float32)[None, :] + shift
    top = max(0, int(ground * canvas.scale) - 2)
    drawn = [blur(picture[..., i], canvas.scale * 0.0015, canvas.scale * 0.022) for i in range(3)]
    mirrored = sample(np.stack(drawn, axis=-1), column[top:], row[top:])
    sharp = sample(picture, column[top:], row[top:])
    water = np.maximum(mirrored * 1.15, mix(mirrored, sharp, 0.3))
    dark = ramp(canvas.palette.land, 0.97)
    patches = smoothstep(0.1, -0.25, slow[top:]) * 0.35
    water = mix(water, dark, np.clip(0.16 + 0.34 * depth[top:] + patches, 0, 0.85))
    bank = np.exp(-np.abs(canvas.y[top:] - ground) / 0.004) * 0.6
    mask = np.clip((canvas.y[top:] - ground) * canvas.scale + 0.5, 0, 1)
    picture[top:] = mix(mix(picture[top:], water, mask), dark, bank)
    return picture
