"""Chance that is the same on every machine.

Only raw PCG64 bits are used: numpy promises their stream for ever, which it does not for the
methods of `numpy.random.Generator`.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


class Dice:
    """A stream of numbers decided by words; `child` opens an independent stream."""

    def __init__(self, *words: object) -> None:
        self._words = tuple(str(word) for word in words)
        digest = hashlib.sha256("\x1f".join(self._words).encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest[:16], "big"))

    def child(self, *words: object) -> "Dice":
        """The stream for a part: untouched by how much has been drawn from this one."""
        return Dice(*self._words, *words)

    def floats(self, *shape: int) -> np.ndarray:
        """Array of float32 in [0, 1)."""
        raw = self._bits.random_raw(int(np.prod(shape)))
        return ((raw >> np.uint64(40)) * 2.0**-24).astype(np.float32).reshape(shape)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        return low + (high - low) * float(self.floats(1)[0])

    def whole(self, low: int, high: int) -> int:
        """An integer in low…high, both included."""
        return low + min(int(self.number() * (high - low + 1)), high - low)

    def chance(self, probability: float) -> bool:
        return self.number() < probability

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.whole(0, len(items) - 1)]
