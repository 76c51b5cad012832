"""A planet, mostly with rings, before a nebula: a textured sphere lit from one side."""

from dataclasses import dataclass, replace

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.dice import Dice
from sd_bridge.demo_webui.painter.field import sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, line
from sd_bridge.demo_webui.painter.rings import Ring
from sd_bridge.demo_webui.painter.shapes import disc, distance

from .nebula import space

FINISH = {"bloom": 0.4, "grain": 0.012}


@dataclass(frozen=True)
class Globe:
    """Centre and radius in units, `light` = unit vector to the sun (z to the viewer)."""

    x: float
    y: float
    radius: float
    light: np.ndarray
    tilt: float


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("planet")
    side = dice.pick((-1.0, 1.0))
    light = np.array([side * dice.number(0.5, 0.85), dice.number(-0.75, -0.2), 0.5])
    globe = Globe(
        x=canvas.span_x * (dice.pick((0.36, 0.5, 0.64)) if canvas.is_wide else 0.5),
        y=canvas.span_y * dice.number(0.42, 0.56),
        radius=dice.number(0.25, 0.33),
        light=(light / np.linalg.norm(light)).astype(np.float32),
        tilt=dice.number(-0.55, 0.55),
    )
    picture = space(canvas)
    if not (dice.chance(0.9) or canvas.has("ring")):
        return _moon(canvas, _globe(canvas, picture, globe, None), globe, dice.child("moon"))
    ring = Ring(
        along=(canvas.x - globe.x) / globe.radius,
        down=(canvas.y - globe.y) / globe.radius,
        tilt=globe.tilt,
        flat=dice.number(0.16, 0.34),
        light=globe.light,
        dice=dice.child("ring"),
    )
    picture = _lay_ring(canvas, picture, ring, front=False)
    picture = _globe(canvas, picture, globe, ring)
    picture = _lay_ring(canvas, picture, ring, front=True)
    return _moon(canvas, picture, globe, dice.child("moon"))


def _surface(canvas: Canvas, globe: Globe, px: np.ndarray, py: np.ndarray) -> np.ndarray:
    """Bands of cloud swept by storms, as tone 0…1; `px`, `py` = place on the unit disc."""
    dice = canvas.dice.child("surface")
    cos, sin = np.cos(globe.tilt), np.sin(globe.tilt)
    across, up = px * cos + py * sin, -px * sin + py * cos
    front = np.sqrt(np.clip(1 - across**2 - up**2, 0, 1))
    longitude = np.arctan2(across, front + 1e-4) / np.pi + 0.5
    latitude = np.arcsin(np.clip(up, -1, 1)) / np.pi + 0.5
    side = max(48, round(canvas.scale * 0.9))
    chart = replace(canvas, width=side, height=side, span_x=1.0, span_y=1.0)
    storms = fbm(chart, dice, cell=0.16, stretch=1.8, octaves=6, gain=0.55)
    streaks = fbm(chart, dice.child("streaks"), cell=0.09, stretch=7, octaves=6, gain=0.6)
    column, row = longitude * (side - 2), latitude * (side - 2)
    storm = sample(storms, column, row) - 0.5
    swept = latitude + storm * 0.045
    bands = line(dice.child("bands"), swept, cell=0.14, octaves=4, gain=0.62)
    return 0.52 + 0.30 * bands + 0.30 * (sample(streaks, column, row + storm * side * 0.05) - 0.5)


def _globe(canvas: Canvas, picture: np.ndarray, globe: Globe, ring: Ring | None) -> np.ndarray:
    px, py = (canvas.x - globe.x) / globe.radius, (canvas.y - globe.y) / globe.radius
    reach = px**2 + py**2
    pz = np.sqrt(np.clip(1 - reach, 0, 1))
    lx, ly, lz = globe.light
    shine = px * lx + py * ly + pz * lz
    lit = smoothstep(-0.10, 0.95, shine)
    body = ramp(canvas.palette.ramp[1:], _surface(canvas, globe, px, py))
    if ring is not None:
        lit = lit * (1 - 0.72 * ring.shade_on(px, py, pz))
    body = body * (0.02 + 1.12 * lit)[..., None]
    rim = (1 - pz) ** 3 * np.clip(shine + 0.45, 0, 1)
    body = screen(body, rgb(canvas.palette.glow) * (rim * 0.85)[..., None])
    outside = np.clip(np.sqrt(reach) - 1, 0, None)
    halo = np.exp(-outside / 0.07) * np.clip(shine + 0.35, 0, 1) * 0.5
    far = np.exp(-outside / 0.4) * 0.12
    picture = screen(picture, rgb(canvas.palette.glow) * ((halo + far) * (reach > 1))[..., None])
    return mix(picture, body, disc(canvas, globe.x, globe.y, globe.radius))


def _lay_ring(canvas: Canvas, picture: np.ndarray, ring: Ring, *, front: bool) -> np.ndarray:
    half = ring.across > 0 if front else ring.across <= 0
    colour = ramp(canvas.palette.ramp[2:], 0.3 + 0.55 * ring.band)
    colour = colour * (1 - 0.9 * ring.in_shadow())[..., None]
    return mix(picture, colour, ring.band * half * 0.88)


def _moon(canvas: Canvas, picture: np.ndarray, globe: Globe, dice: Dice) -> np.ndarray:
    x = globe.x + dice.pick((-1, 1)) * dice.number(0.3, 0.42) * canvas.span_x * 0.9
    y = globe.y + dice.pick((-1, 1)) * dice.number(0.3, 0.4) * canvas.span_y * 0.85
    radius = dice.number(0.022, 0.05)
    px, py = (canvas.x - x) / radius, (canvas.y - y) / radius
    pz = np.sqrt(np.clip(1 - px**2 - py**2, 0, 1))
    lx, ly, lz = globe.light
    lit = smoothstep(-0.05, 0.9, px * lx + py * ly + pz * lz)
    dust = fbm(canvas, dice, cell=0.03, octaves=4)
    body = ramp(canvas.palette.ramp[2:], 0.5 + 0.4 * dust) * (0.03 + lit)[..., None]
    glow = np.exp(-np.clip(distance(canvas, x, y) - radius, 0, None) / 0.02) * 0.12
    picture = screen(picture, rgb(canvas.palette.glow) * glow[..., None])
    return mix(picture, body, disc(canvas, x, y, radius))
