"""All pairs of nearly equal difference hashes of a list, in memory, without comparing all pairs.

As `pictures.duplicates`: what differs in six bits at most differs in one bit at most of one of its
four quarters, so each value is looked up by each quarter and its 16 neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pictures.duplicates import NEAR, QUARTERS

_BITS = 16
_QUARTER = 0xFFFF


def near_pairs(hashes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indexes (smaller, larger) of distinct `hashes` at most `NEAR` bits apart; some twice."""
    values = [int(text, 16) for text in hashes]
    for number in range(QUARTERS):
        shift = _BITS * number
        by_quarter: dict[int, list[int]] = defaultdict(list)
        for index, value in enumerate(values):
            by_quarter[value >> shift & _QUARTER].append(index)
        for quarter, indexes in by_quarter.items():
            for other in _not_before(quarter):
                if found := by_quarter.get(other):
                    yield from _compared(values, indexes, found, is_one=other == quarter)


def _not_before(quarter: int) -> Iterator[int]:
    """The quarter and those of its neighbours that come after it: each pair is met once."""
    yield quarter
    for bit in range(_BITS):
        if not quarter >> bit & 1:
            yield quarter | 1 << bit


def _compared(
    values: Sequence[int], ones: list[int], others: list[int], *, is_one: bool
) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(ones):
        value = values[one]
        for other in others[place + 1 :] if is_one else others:
            if (value ^ values[other]).bit_count() <= NEAR:
                yield (one, other) if one < other else (other, one)
