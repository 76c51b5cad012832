"""Sizes of pictures in px, as servers round them."""

from __future__ import annotations

from sd_bridge.engines.asking import SIDE_MULTIPLE

Size = tuple[int, int]


def is_about(size: Size, asked: Size) -> bool:
    """Whether an enlarged picture has the size asked for: servers round it to multiples of 8."""
    return all(abs(side - wanted) < SIDE_MULTIPLE for side, wanted in zip(size, asked, strict=True))


def written(size: Size) -> str:
    return f"{size[0]}×{size[1]}"
