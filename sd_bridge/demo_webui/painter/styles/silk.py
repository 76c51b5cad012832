"""Silk: noise smeared along a flow (line integral convolution) and lit like a relief."""

import numpy as np

from sd_bridge.demo_webui.painter.canvas import Canvas
from sd_bridge.demo_webui.painter.colour import mix, ramp, rgb, screen
from sd_bridge.demo_webui.painter.field import blur, resize, sample, smoothstep
from sd_bridge.demo_webui.painter.noise import fbm

FINISH = {"bloom": 0.5, "grain": 0.008}
THREADS = 130


def paint(canvas: Canvas) -> np.ndarray:
    """Worked at half size: threads are soft, and smearing is the dear part."""
    small = canvas.resized(0.5)
    flow = _flow(small)
    folds, threads = _smeared(small, _specks(small), flow)
    width, height = canvas.width, canvas.height
    folds, threads = resize(folds, width, height), resize(threads, width, height)
    relief = folds * 0.030 + threads * 0.0075
    down, across = np.gradient(blur(relief, canvas.scale * 0.0016) * canvas.scale)
    light = 0.5 + np.clip(-across * 0.55 - down * 0.8, -0.5, 0.5)
    hue = fbm(canvas, canvas.dice.child("hue"), cell=0.6, octaves=3)
    value = -0.04 + 0.50 * folds + 0.16 * threads + 0.42 * (light - 0.4) + 0.30 * (hue - 0.45)
    picture = ramp(canvas.palette.ramp, value)
    picture = picture * (0.35 + 0.65 * smoothstep(0.0, 0.42, folds + 0.25 * hue))[..., None]
    gleam = smoothstep(0.66, 1.0, light) * smoothstep(0.35, 0.8, folds)
    return screen(picture, _sheen(canvas, hue) * (gleam * 0.62)[..., None])


def _sheen(canvas: Canvas, hue: np.ndarray) -> np.ndarray:
    if canvas.palette.name == "ink":
        return np.ones(3, dtype=np.float32)
    tint = smoothstep(0.45, 0.75, hue)
    return mix(rgb(canvas.palette.light), rgb(canvas.palette.accent), tint)


def _flow(canvas: Canvas) -> np.ndarray:
    """Unit vectors, height × width × 2: the curl of smooth noise plus a few vortices."""
    dice = canvas.dice.child("flow")
    stream = fbm(canvas, dice, cell=0.85, octaves=3, gain=0.3) * 1.3
    # fbm is clipped: without this its plateaus would have no direction.
    stream = stream + fbm(canvas, dice.child("still"), cell=0.5, octaves=2) * 0.12
    for index in range(dice.whole(1, 3)):
        place = dice.child("vortex", index)
        x, y = place.number(0.12, 0.88) * canvas.span_x, place.number(0.12, 0.88) * canvas.span_y
        size = place.number(0.18, 0.34)
        away = ((canvas.x - x) ** 2 + (canvas.y - y) ** 2) / size**2
        stream = stream + place.pick((-1.0, 1.0)) * 0.5 * np.exp(-away)
    down, across = np.gradient(stream)
    length = np.maximum(np.hypot(down, across), 1e-7)
    return np.stack([down / length, -across / length], axis=-1).astype(np.float32)


def _specks(canvas: Canvas) -> np.ndarray:
    """What is smeared, height × width × 2: broad lumps for folds, fine specks for threads."""
    dice = canvas.dice.child("specks")
    layers = []
    for name, share in (("folds", 0.22), ("threads", 1.0)):
        columns, rows = (round(s * THREADS * share) for s in (canvas.span_x, canvas.span_y))
        chance = dice.child(name).floats(rows, columns)
        layers.append(resize(chance**3, canvas.width, canvas.height))
    return np.stack(layers, axis=-1)


def _smeared(canvas: Canvas, source: np.ndarray, flow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each layer along the streamline through each pixel, 0…1."""
    reach = max(5, int(canvas.scale * 0.075))
    total = source.copy()
    for sign in (1, -1):
        column = np.arange(canvas.width, dtype=np.float32)[None, :] + 0 * source[..., 0]
        row = np.arange(canvas.height, dtype=np.float32)[:, None] + 0 * source[..., 0]
        for index in range(1, reach + 1):
            here = _nearest(flow, column, row)
            column, row = column + here[..., 0] * sign * 1.6, row + here[..., 1] * sign * 1.6
            weight = np.float32(0.5 + 0.5 * np.cos(np.pi * index / (reach + 1)))
            total += sample(source, column, row) * weight
    folds, threads = total[..., 0], total[..., 1]
    return _spread(folds), _spread(threads)


def _spread(field: np.ndarray) -> np.ndarray:
    low, high = np.percentile(field[::3, ::3], (2, 99))
    return np.clip((field - low) / (high - low), 0, 1)


def _nearest(flow: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The flow is smooth, so the nearest pixel will do and costs a quarter."""
    height, width = flow.shape[:2]
    left = np.clip(column + 0.5, 0, width - 1).astype(np.int32)
    top = np.clip(row + 0.5, 0, height - 1).astype(np.int32)
    return flow[top, left]
