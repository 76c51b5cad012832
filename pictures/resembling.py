"""Sorting pictures into groups of those that are the same, nearly the same, or a series.

Pure: nothing is asked of the database. Pictures of one prompt with different seeds are a series and
no duplicates, however much they resemble each other; unless it is the same file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from pictures.models import ResemblanceKind
from pictures.near_values import near_pairs

MOST_COMPARED = 40
"""Of pictures with one hash: the rest is compared with the first of them only."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a picture; `sha256` and `dhash` of its image, "" where unknown."""

    pk: int
    image: int
    sha256: str
    dhash: str
    recipe_key: str
    seed: int | None

    def is_file_of(self, other: Looked) -> bool:
        return self.image == other.image or bool(self.sha256 and self.sha256 == other.sha256)

    def is_series_with(self, other: Looked) -> bool:
        """Whether both come from one prompt, with different seeds."""
        return (
            bool(self.recipe_key)
            and self.recipe_key == other.recipe_key
            and self.seed is not None
            and other.seed is not None
            and self.seed != other.seed
            and not self.is_file_of(other)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A group, its pictures by id."""

    kind: ResemblanceKind
    pictures: tuple[Looked, ...]


class _Sets:
    """Disjoint sets of ids."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def top(self, pk: int) -> int:
        path = []
        while (above := self._above.get(pk, pk)) != pk:
            path.append(pk)
            pk = above
        for each in path:
            self._above[each] = pk
        return pk

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.top(one), self.top(other)))
        self._above[second] = first


def sort_out(
    pictures: Sequence[Looked], apart: Collection[tuple[int, int]] = frozenset()
) -> list[Found]:
    """Groups of two or more, each picture in one at most; never by a pair of `apart` (smaller id,
    larger id) alone."""
    doubles, series = _Sets(), _Sets()
    linked: list[tuple[Looked, Looked]] = []
    for one, other in _pairs(pictures):
        if (min(one.pk, other.pk), max(one.pk, other.pk)) in apart:
            continue
        if one.is_series_with(other):
            linked.append((one, other))
        else:
            doubles.join(one.pk, other.pk)
    found = [Found(_kind(group), tuple(group)) for group in _groups(pictures, doubles)]
    taken = {picture.pk for group in found for picture in group.pictures}
    for one, other in linked:
        if one.pk not in taken and other.pk not in taken:
            series.join(one.pk, other.pk)
    rest = [picture for picture in pictures if picture.pk not in taken]
    return found + [Found(ResemblanceKind.SERIES, tuple(group)) for group in _groups(rest, series)]


def _groups(pictures: Sequence[Looked], sets: _Sets) -> list[list[Looked]]:
    by_top = defaultdict(list)
    for picture in pictures:
        by_top[sets.top(picture.pk)].append(picture)
    return [sorted(group, key=lambda one: one.pk) for group in by_top.values() if len(group) > 1]


def _kind(group: list[Looked]) -> ResemblanceKind:
    is_same = all(one.is_file_of(group[0]) for one in group)
    return ResemblanceKind.SAME if is_same else ResemblanceKind.NEAR


def _pairs(pictures: Sequence[Looked]) -> Iterator[tuple[Looked, Looked]]:
    by_hash, by_file = defaultdict(list), defaultdict(list)
    for picture in pictures:
        if picture.dhash:
            by_hash[picture.dhash].append(picture)
        else:
            by_file[picture.sha256 or f"{picture.image}"].append(picture)
    for group in (*by_hash.values(), *by_file.values()):
        yield from combinations(group[:MOST_COMPARED], 2)
        yield from ((group[0], other) for other in group[MOST_COMPARED:])
    hashes = list(by_hash)
    for one, other in near_pairs(hashes):
        some, others = by_hash[hashes[one]], by_hash[hashes[other]]
        yield from product(some[:MOST_COMPARED], others[:MOST_COMPARED])
