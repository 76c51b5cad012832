"""Asked of one scratch site by a process of its own: `python -m benchmarks.lookups`.

How long one look-up of nearly equal pictures takes among 100,000, against a plain read of a row by
its key. The rows have no files: nothing but their columns is looked at.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from benchmarks.table import Row

PICTURES = 100_000
ASKED = 200
PORTION = 2000


def lookups() -> dict[str, float]:
    """Milliseconds: median and 95th percentile of a look-up, median of a read; and rows found."""
    from pictures import duplicates
    from pictures.models import GalleryImage

    dice = random.Random(1)
    hashes = _fill(dice)
    asked = [_changed(dice, dice.choice(hashes)) for _ in range(ASKED)]
    keys = list(GalleryImage.objects.order_by("?").values_list("pk", flat=True)[:ASKED])
    images = GalleryImage.objects.all()
    found = sum(len(duplicates.near_ids(images, dhash)) for dhash in asked)
    near = _times(lambda number: duplicates.near_ids(images, asked[number]))
    plain = _times(
        lambda number: GalleryImage.objects.values_list("pk", "dhash").get(pk=keys[number])
    )
    return {
        "near": median(near),
        "near_p95": sorted(near)[ASKED * 95 // 100],
        "plain": median(plain),
        "found": found / ASKED,
    }


def sorting() -> float:
    """Seconds of CPU for all near pairs of as many hashes, in memory, as at night."""
    from pictures.near_values import near_pairs

    dice = random.Random(2)
    hashes = [f"{dice.getrandbits(64):016x}" for _ in range(PICTURES)]
    start = time.process_time()
    for _ in near_pairs(hashes):
        pass
    return time.process_time() - start


def lookup_rows(folder: Path, postgres: str) -> list[Row]:
    """Rows of the table, from a site of their own in `folder`."""
    from benchmarks.sites import Site
    from benchmarks.table import Row

    site = Site(folder, "lookups", postgres)
    site.create()
    try:
        found = site.ask("lookups")
    finally:
        site.drop()
    return [
        Row(
            f"Look-up of nearly equal pictures (distance ≤ 6) among {PICTURES:,}: median",
            found["near"],
            50,
            f"p95 {found['near_p95']:.1f} ms; {found['near'] / found['plain']:.1f} times a read by "
            f"key ({found['plain']:.2f} ms); {found['found']:.1f} found each",
            " ms",
        ),
        Row(
            f"Sorting {PICTURES:,} pictures for duplicates, in memory",
            found["sorting"],
            None,
            "CPU, without reading and writing the rows",
            " s",
        ),
    ]


def _fill(dice: random.Random) -> list[str]:
    """Rows as a library has them: hashes whose bits hang together, one in fifty a near copy."""
    from pictures.models import GalleryImage

    hashes: list[str] = []
    for number in range(PICTURES):
        near = number % 50 == 0 and hashes
        hashes.append(_changed(dice, dice.choice(hashes)) if near else _hash(dice))
    for start in range(0, PICTURES, PORTION):
        GalleryImage.objects.bulk_create(
            GalleryImage(
                title=f"Looked up {start + number}",
                file=f"originals/lookups/{start + number}.png",
                width=768,
                height=1152,
                collection_id=1,
                dhash=dhash,
            )
            for number, dhash in enumerate(hashes[start : start + PORTION])
        )
    return hashes


def _hash(dice: random.Random) -> str:
    """In a real picture a field is often as its neighbour is: half of the rows repeat the last."""
    rows = [dice.getrandbits(8)]
    while len(rows) < 8:
        rows.append(rows[-1] if dice.random() < 0.5 else dice.getrandbits(8))
    return bytes(rows).hex()


def _changed(dice: random.Random, dhash: str) -> str:
    value = int(dhash, 16)
    for bit in dice.sample(range(64), dice.randint(0, 6)):
        value ^= 1 << bit
    return f"{value:016x}"


def _times(ask: Callable[[int], object]) -> list[float]:
    """Milliseconds of each question, the first ten left out."""
    for number in range(10):
        ask(number)
    taken = []
    for number in range(ASKED):
        start = time.perf_counter()
        ask(number)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def main() -> int:
    logging.disable(logging.WARNING)
    django.setup()
    print(json.dumps({**lookups(), "sorting": sorting()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
