"""Colours as float32 RGB in 0…1, and ramps between them through OKLab.

Interpolating in OKLab keeps a ramp's lightness even: no grey or muddy middle.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LMS = np.linalg.inv(_TO_LMS)
_FROM_LAB = np.linalg.inv(_TO_LAB)
RAMP_SIZE = 1024


def rgb(code: str) -> np.ndarray:
    """`"#ff8800"` as three floats."""
    code = code.lstrip("#")
    return np.array([int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)], dtype=np.float32)


def _to_oklab(colours: np.ndarray) -> np.ndarray:
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T


def _from_oklab(lab: np.ndarray) -> np.ndarray:
    linear = np.clip((lab @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


@lru_cache(maxsize=128)
def _table(codes: tuple[str, ...]) -> np.ndarray:
    lab = _to_oklab(np.array([rgb(code) for code in codes], dtype=np.float64))
    stops = np.linspace(0, 1, len(codes))
    at = np.linspace(0, 1, RAMP_SIZE)
    table = np.stack([np.interp(at, stops, lab[:, i]) for i in range(3)], axis=1)
    return _from_oklab(table).astype(np.float32)


def ramp(codes: Sequence[str], value: np.ndarray | float) -> np.ndarray:
    """The colours at `value` (0…1, clipped) of the ramp through `codes`; adds a last axis of 3."""
    index = np.clip(np.asarray(value) * (RAMP_SIZE - 1) + 0.5, 0, RAMP_SIZE - 1).astype(np.int16)
    return np.take(_table(tuple(codes)), index, axis=0)


def mix(below: np.ndarray, above: np.ndarray, mask: np.ndarray | float) -> np.ndarray:
    """`above` over `below` where `mask` (0…1, no colour axis) says so."""
    mask = np.asarray(mask, dtype=np.float32)[..., None]
    return below + (above - below) * mask


def screen(below: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Light added as on film: never beyond white."""
    return 1 - (1 - below) * (1 - np.clip(light, 0, 1))


def luma(picture: np.ndarray) -> np.ndarray:
    return picture @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
