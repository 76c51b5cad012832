"""Small facts about a picture's pixels: what it resembles, what colour it is."""

from __future__ import annotations

from PIL import Image


def difference_hash(image: Image.Image) -> str:
    """64 bits as 16 hex digits: whether brightness falls from each of 9 × 8 fields to the next."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    values = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left = row * 9 + column
            bits = bits << 1 | (values[left] > values[left + 1])
    return f"{bits:016x}"


def hash_distance(one: str, other: str) -> int:
    """In how many of their 64 bits two difference hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def dominant_colour(image: Image.Image) -> str:
    """The mean of the most frequent of five groups of colours, as `#rrggbb`."""
    small = image.convert("RGB").resize((48, 48), Image.Resampling.BOX)
    grouped = small.quantize(5, method=Image.Quantize.MEDIANCUT)
    counts = grouped.histogram()
    at = 3 * counts.index(max(counts))
    red, green, blue = (grouped.getpalette() or [])[at : at + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
