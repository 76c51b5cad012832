"""Noise whose shapes are measured in units of the picture, so that it looks alike at any size."""

import math
from dataclasses import replace

import numpy as np
from PIL import Image

from .canvas import Canvas
from .dice import Dice
from .field import normalised


def _octave(canvas: Canvas, dice: Dice, cell_x: float, cell_y: float) -> np.ndarray:
    """One random lattice with cells of that many units, upsampled smoothly; about -1…1."""
    columns = math.ceil(canvas.span_x / cell_x) + 4
    rows = math.ceil(canvas.span_y / cell_y) + 4
    lattice = Image.fromarray(dice.floats(rows, columns) * 2 - 1)
    left, top = 1.5, 1.5
    box = (left, top, left + canvas.span_x / cell_x, top + canvas.span_y / cell_y)
    size = (canvas.width, canvas.height)
    return np.asarray(lattice.resize(size, Image.Resampling.BICUBIC, box=box))


def padded(canvas: Canvas, margin: float) -> Canvas:
    """The canvas with `margin` more units on every side: room for sampling beyond the edge."""
    pixels = round(margin * canvas.scale)
    return replace(
        canvas,
        width=canvas.width + 2 * pixels,
        height=canvas.height + 2 * pixels,
        span_x=canvas.span_x * (1 + 2 * pixels / canvas.width),
        span_y=canvas.span_y * (1 + 2 * pixels / canvas.height),
    )


def fbm(
    canvas: Canvas,
    dice: Dice,
    *,
    cell: float,
    stretch: float = 1.0,
    octaves: int = 6,
    gain: float = 0.5,
) -> np.ndarray:
    """Fractal noise, 0…1; `cell` = largest shape in units, `stretch` > 1 flattens it.

    Octaves beyond the canvas's detail, or finer than a pixel, are left out.
    """
    total = np.zeros((canvas.height, canvas.width), dtype=np.float32)
    for octave in range(min(octaves, canvas.octaves)):
        cell_y = cell / 2**octave
        if octave and cell_y * canvas.scale < 1.0:
            break
        total += gain**octave * _octave(canvas, dice.child(octave), cell_y * stretch, cell_y)
    return normalised(total)


def line(dice: Dice, at: np.ndarray, *, cell: float, octaves: int, gain: float = 0.5) -> np.ndarray:
    """One-dimensional fractal noise at unit positions `at` (any shape), about -1…1."""
    total = np.zeros(at.shape, dtype=np.float32)
    for octave in range(octaves):
        place = (at + 4) / (cell / 2**octave)
        index = np.floor(place).astype(np.int32)
        knots = dice.child("line", octave).floats(int(index.max()) + 3) * 2 - 1
        part = place - index
        ease = part**3 * (part * (part * 6 - 15) + 10)
        total += gain**octave * (knots[index] * (1 - ease) + knots[index + 1] * ease)
    return total


def ridge_line(dice: Dice, at: np.ndarray, *, cell: float, octaves: int) -> np.ndarray:
    """A mountain's outline: sharp summits, soft passes; about 0…1, 1 = summit."""
    folded = 1 - np.abs(line(dice, at, cell=cell, octaves=1) * 1.25)
    shape = folded * 0.78
    for octave in range(1, octaves):
        crag = np.abs(line(dice.child("crag", octave), at, cell=cell / 2.1**octave, octaves=1))
        shape = shape + (0.45 - crag) * 0.42 * 0.5**octave * (0.3 + folded)
    return shape
