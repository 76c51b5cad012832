"""Clouds of gas between the stars, lit from inside."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.field import sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm, padded
from sd_bridge.demo_webui.painter.shapes import distance, stars

FINISH = {"bloom": 0.55, "grain": 0.012}


def space(canvas: Canvas) -> np.ndarray:
    """A quiet backdrop: faint gas and stars."""
    dice = canvas.dice.child("space")
    gas = fbm(canvas, dice, cell=0.8, octaves=7, gain=0.55)
    veil = fbm(canvas, dice.child("veil"), cell=0.5, octaves=6, gain=0.55)
    picture = ramp(canvas.palette.ramp[:4], np.clip(gas - 0.35, 0, 1) * 0.55 * (0.4 + veil)) * 0.85
    tint = rgb(canvas.palette.accent_2) * (smoothstep(0.5, 1, veil) * gas * 0.16)[..., None]
    return screen(screen(picture, tint), stars(canvas, dice, 900)[..., None] * rgb("#fff8ee"))


def paint(canvas: Canvas) -> np.ndarray:
    dice = canvas.dice.child("nebula")
    core = (canvas.span_x * dice.number(0.35, 0.65), canvas.span_y * dice.number(0.35, 0.65))
    gas, dust = _drift(canvas, "gas"), _drift(canvas, "dust")
    near = np.exp(-distance(canvas, *core) / dice.number(0.45, 0.65))
    body = np.clip(gas * (0.55 + 0.75 * near) + 0.30 * near - 0.16, 0, 1) ** 1.1
    depth = smoothstep(0.0, 0.45, body)[..., None]
    picture = ramp(canvas.palette.ramp, body * 0.96) * (0.22 + 0.85 * depth)
    edge = smoothstep(0.45, 0.85, dust) * smoothstep(0.08, 0.5, body)
    picture = screen(picture, rgb(canvas.palette.accent_2) * (edge * 0.4)[..., None])
    lanes = smoothstep(0.36, 0.10, dust) * 0.7 * (1 - 0.6 * near)
    picture = mix(picture, ramp(canvas.palette.ramp, 0.05), lanes)
    glow = np.exp(-distance(canvas, *core) / 0.12) * (0.35 + 0.65 * gas)
    white = mix(rgb(canvas.palette.ramp[-1]), rgb(canvas.palette.glow), 0.45)
    picture = screen(picture, white * (glow * 0.75)[..., None])
    field = stars(canvas, dice.child("stars"), 1500)
    picture = screen(picture, field[..., None] * rgb("#fffaf2"))
    return screen(picture, _bright_stars(canvas)[..., None] * rgb("#fffdf6"))


def _drift(canvas: Canvas, name: str) -> np.ndarray:
    """Noise pulled about by other noise, 0…1."""
    dice = canvas.dice.child(name)
    wide = padded(canvas, 0.3)
    base = fbm(wide, dice, cell=0.6, octaves=7, gain=0.55)
    shift_x = fbm(wide, dice.child("x"), cell=0.5, octaves=5) - 0.5
    shift_y = fbm(wide, dice.child("y"), cell=0.5, octaves=5) - 0.5
    offset = (wide.width - canvas.width) / 2
    column = np.arange(canvas.width, dtype=np.float32)[None, :] + offset
    row = np.arange(canvas.height, dtype=np.float32)[:, None] + offset
    reach = canvas.scale * 0.5
    moved_x = column + sample(shift_x, column, row) * reach
    moved_y = row + sample(shift_y, column, row) * reach
    return sample(base, moved_x, moved_y)


def _bright_stars(canvas: Canvas) -> np.ndarray:
    """A few stars with a halo and fine rays."""
    dice = canvas.dice.child("bright")
    light = np.zeros((canvas.height, canvas.width), dtype=np.float32)
    for index in range(dice.whole(5, 9)):
        place = dice.child(index)
        x, y = place.number(0.04, 0.96) * canvas.span_x, place.number(0.04, 0.96) * canvas.span_y
        size = 0.0035 + 0.006 * place.number() ** 3
        dx, dy = np.abs(canvas.x - x), np.abs(canvas.y - y)
        light += np.exp(-distance(canvas, x, y) / size)
        light += 0.5 * np.exp(-dx / (size * 4.5) - dy / (size * 0.22))
        light += 0.5 * np.exp(-dy / (size * 4.5) - dx / (size * 0.22))
    return np.clip(light, 0, 1)
