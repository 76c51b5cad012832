"""A planet's ring in space: what it hides, what shades it, what it shades.

Lengths are in planet radii, the planet at the origin, z towards the viewer.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .dice import Dice
from .field import smoothstep
from .noise import line

INNER, OUTER, GAP = 1.28, 2.25, 1.82


@dataclass(frozen=True)
class Ring:
    """`along`, `down`: screen coordinates; `tilt`: turn in the screen; `flat`: 0 edge-on … 1."""

    along: np.ndarray
    down: np.ndarray
    tilt: float
    flat: float
    light: np.ndarray
    dice: Dice

    @property
    def _axis(self) -> np.ndarray:
        return np.array([np.cos(self.tilt), np.sin(self.tilt), 0.0], dtype=np.float32)

    @property
    def _cross_axis(self) -> np.ndarray:
        """The other axis of the ring's plane; its positive side is nearer to the viewer."""
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        rise = np.sqrt(1 - self.flat**2)
        return np.array([-sin * self.flat, cos * self.flat, rise], dtype=np.float32)

    @cached_property
    def across(self) -> np.ndarray:
        """Place on the cross axis of the ring's point seen at each pixel."""
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        return (-self.along * sin + self.down * cos) / self.flat

    @cached_property
    def _lengthwise(self) -> np.ndarray:
        return self.along * np.cos(self.tilt) + self.down * np.sin(self.tilt)

    @cached_property
    def band(self) -> np.ndarray:
        """Opacity 0…1 at each pixel, front and back."""
        return self._opacity(np.sqrt(self._lengthwise**2 + self.across**2))

    def _opacity(self, radius: np.ndarray) -> np.ndarray:
        radius = np.clip(radius, 0, 4)
        grooves = 0.5 + 0.5 * line(self.dice, radius, cell=0.16, octaves=5, gain=0.75)
        extent = smoothstep(INNER, INNER + 0.08, radius) * smoothstep(OUTER, OUTER - 0.15, radius)
        gap = 1 - 0.85 * np.exp(-(((radius - GAP) / 0.025) ** 2))
        return np.clip(0.12 + 0.95 * grooves, 0, 1) * extent * gap

    def in_shadow(self) -> np.ndarray:
        """Where the planet keeps the sun from the ring, 0…1."""
        along_light = self._lengthwise * float(self._axis @ self.light)
        along_light = along_light + self.across * float(self._cross_axis @ self.light)
        away = self._lengthwise**2 + self.across**2 - along_light**2
        beside = np.sqrt(np.clip(away, 0, None))
        return smoothstep(1.05, 0.95, beside) * smoothstep(0.05, -0.05, along_light)

    def shade_on(self, px: np.ndarray, py: np.ndarray, pz: np.ndarray) -> np.ndarray:
        """How much of the sun the ring takes from the planet's surface, 0…1."""
        normal = np.cross(self._axis, self._cross_axis)
        towards = float(normal @ self.light)
        if abs(towards) < 0.02:
            return np.zeros_like(pz)
        travel = -(px * normal[0] + py * normal[1] + pz * normal[2]) / towards
        hit = [at + travel * way for at, way in zip((px, py, pz), self.light, strict=True)]
        radius = np.sqrt(hit[0] ** 2 + hit[1] ** 2 + hit[2] ** 2)
        return self._opacity(radius) * (travel > 0)
