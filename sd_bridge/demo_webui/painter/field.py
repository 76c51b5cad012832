"""Operations on scalar fields (float32, height × width): scaling, blur, sampling, edges."""

import numpy as np
from PIL import Image


def resize(field: np.ndarray, width: int, height: int) -> np.ndarray:
    """Bicubic, in float: 8-bit steps would show as contour lines."""
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


def _box(field: np.ndarray, radius: int, axis: int) -> np.ndarray:
    pad = [(0, 0)] * field.ndim
    pad[axis] = (radius + 1, radius)
    total = np.cumsum(np.pad(field, pad, mode="edge"), axis=axis, dtype=np.float64)
    size = field.shape[axis]
    width = 2 * radius + 1
    ahead = np.take(total, range(width, width + size), axis=axis)
    behind = np.take(total, range(size), axis=axis)
    return ((ahead - behind) / width).astype(np.float32)


def _blur_axis(field: np.ndarray, sigma: float, axis: int) -> np.ndarray:
    radius = round(sigma)
    for _ in range(3 if radius else 0):
        field = _box(field, min(radius, field.shape[axis]), axis)
    return field


def blur(field: np.ndarray, sigma_x: float, sigma_y: float | None = None) -> np.ndarray:
    """Nearly Gaussian blur, sigmas in pixels; wide ones are done on a smaller copy."""
    sigma_y = sigma_x if sigma_y is None else sigma_y
    height, width = field.shape
    shrink_x = max(1, int(sigma_x // 4))
    shrink_y = max(1, int(sigma_y // 4))
    small = field
    if shrink_x > 1 or shrink_y > 1:
        small = resize(field, max(4, width // shrink_x), max(4, height // shrink_y))
    small = _blur_axis(_blur_axis(small, sigma_x / shrink_x, 1), sigma_y / shrink_y, 0)
    return small if small.shape == field.shape else resize(small, width, height)


def sample(field: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Bilinear values at pixel positions (arrays that broadcast); beyond the edge: the edge."""
    height, width = field.shape[:2]
    column = np.clip(column, 0, width - 1.001)
    row = np.clip(row, 0, height - 1.001)
    left = column.astype(np.int32)
    top = row.astype(np.int32)
    across = (column - left).astype(np.float32)
    down = (row - top).astype(np.float32)
    if field.ndim == 3:
        across, down = across[..., None], down[..., None]
    upper = field[top, left] * (1 - across) + field[top, left + 1] * across
    lower = field[top + 1, left] * (1 - across) + field[top + 1, left + 1] * across
    return upper * (1 - down) + lower * down


def smoothstep(low: float, high: float, value: np.ndarray | float) -> np.ndarray:
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def normalised(field: np.ndarray) -> np.ndarray:
    """Stretched so that the 1st…99th percentile becomes 0…1, clipped."""
    low, high = np.percentile(field[::3, ::3], (1, 99))
    return np.clip((field - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)
