"""Series in lists: pictures of one prompt that stand in one page of a list are one tile of it.

The first of them in the list's order leads; the others follow it, and are seen where it is opened.
Nothing is asked or stored for it: filters, orders and cursors are those of single pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pictures.browsing import Card

LARGEST = 8  # pictures of a tile: stack.css knows so many


@dataclass(frozen=True, slots=True)
class Tile:
    """A card on the wall: of `size` pictures where it leads a series; `is_more` behind such one."""

    card: Card
    size: int = 1
    is_more: bool = False


def enough(series: Iterable[str], number: int) -> int:
    """How many of the pictures with these `Card.series` make `number` tiles, or all of them."""
    seen: Counter[str] = Counter()
    stacks = taken = 0
    for one in series:
        stacks += not one or seen[one] % LARGEST == 0
        if stacks > number:
            break
        seen[one] += 1
        taken += 1
    return taken


def tiles(cards: Sequence[Card]) -> list[Tile]:
    """Each card once, those of a series behind the first of them."""
    stacks: list[list[Card]] = []
    open_stacks: dict[str, list[Card]] = {}
    for card in cards:
        stack = open_stacks.get(card.series) if card.series else None
        if stack is None or len(stack) == LARGEST:
            stack = []
            stacks.append(stack)
            open_stacks[card.series] = stack
        stack.append(card)
    return [
        Tile(card, size=1 if place else len(stack), is_more=place > 0)
        for stack in stacks
        for place, card in enumerate(stack)
    ]
