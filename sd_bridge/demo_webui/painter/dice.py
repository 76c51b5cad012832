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


class VariedDice(Dice):
    """Between two streams: at `strength` 0 the one, at 1 the other, and a gradual change between.

    The numbers stay as evenly spread as those of either, so that a picture half-way is no flatter.
    """

    def __init__(self, one: Dice, other: Dice, strength: float) -> None:
        self._one = one
        self._other = other
        self._strength = strength

    def child(self, *words: object) -> "VariedDice":
        return VariedDice(self._one.child(*words), self._other.child(*words), self._strength)

    def floats(self, *shape: int) -> np.ndarray:
        share = self._strength
        one, other = self._one.floats(*shape), self._other.floats(*shape)
        return _spread(one * (1 - share) + other * share, share)


def _spread(value: np.ndarray, share: float) -> np.ndarray:
    """Even again: the distribution function of a weighted sum of two even numbers."""
    less, more = sorted((share, 1 - share))
    if less <= 0:
        return value
    low = value**2 / (2 * less * more)
    high = 1 - (1 - value) ** 2 / (2 * less * more)
    even = np.where(value < less, low, np.where(value > more, high, (value - less / 2) / more))
    return np.clip(even, 0, 1 - 2.0**-24).astype(np.float32)
