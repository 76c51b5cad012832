"""Skies: a ramp from zenith to horizon, clouds lit by the sun, the sun or moon itself."""

from dataclasses import dataclass

import numpy as np

from .canvas import Canvas
from .colour import mix, ramp, rgb, screen
from .field import smoothstep
from .noise import fbm
from .shapes import disc, distance, stars


@dataclass(frozen=True)
class Sun:
    x: float
    y: float
    radius: float


def clouded(canvas: Canvas, horizon: float, sun: Sun, *, cover: float = 0.5) -> np.ndarray:
    """The sky down to `horizon` (units) without sun; `cover` 0…1 = how cloudy."""
    dice = canvas.dice.child("clouds")
    height = np.clip(canvas.y / horizon, 0, 1) ** 1.25
    noise = fbm(canvas, dice, cell=0.42, stretch=3.2, octaves=7, gain=0.55)
    wisps = fbm(canvas, dice.child("wisps"), cell=0.2, stretch=6, octaves=6, gain=0.6)
    density = smoothstep(0.78 - 0.5 * cover, 1.05, noise * 0.78 + wisps * 0.3)
    near = np.exp(-distance(canvas, sun.x, sun.y) / 0.55)
    lit = density * (0.10 + 0.55 * near) - 0.1 * smoothstep(0.5, 0.9, 1 - wisps) * cover
    picture = ramp(canvas.palette.sky, height + lit)
    return screen(picture, rgb(canvas.palette.glow) * (density * near * 0.35)[..., None])


def with_sun(canvas: Canvas, picture: np.ndarray, sun: Sun, *, haze: float = 1.0) -> np.ndarray:
    """The sky with a disc and its glow."""
    palette = canvas.palette
    away = distance(canvas, sun.x, sun.y)
    wide = np.exp(-((away / 0.62) ** 2)) * 0.30 + np.exp(-away / (sun.radius * 2.4)) * 0.5
    if palette.name == "ink":
        wide = wide * 0.25
    picture = screen(picture, rgb(palette.glow) * (wide * haze)[..., None])
    return mix(picture, rgb(palette.light), disc(canvas, sun.x, sun.y, sun.radius) * 0.97)


def starry(canvas: Canvas, picture: np.ndarray, *, density: float = 420) -> np.ndarray:
    """Stars, fading towards the horizon."""
    light = stars(canvas, canvas.dice.child("stars"), density)
    fade = np.clip(1.15 - canvas.y / canvas.span_y * 1.6, 0, 1)
    return screen(picture, (light * fade)[..., None] * rgb("#f4f7ff"))
