"""Which pictures are there already: the same file, or one that looks nearly the same.

Near means few differing bits between two difference hashes. Of 64 bits in four quarters at most
`NEAR` differ, so in one quarter at most one does: looking up each quarter and its 16 neighbours in
the index finds every near picture, whatever the size of the library, and few others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from pictures.fingerprints import hash_distance
from pictures.models import GalleryImage

NEAR = 6
"""Differing bits up to which two pictures are nearly the same; 7 at most for the look-up."""
MAX_FOUND = 20
QUARTERS = 4
_BITS = 16


def exact(sha256: str) -> list[GalleryImage]:
    """Gallery images with exactly these bytes, the oldest first."""
    return list(GalleryImage.objects.filter(sha256=sha256).order_by("pk")) if sha256 else []


def near(dhash: str, limit: int = NEAR) -> list[GalleryImage]:
    """Gallery images at most `limit` bits away, the nearest first, twenty at most."""
    found = near_ids(GalleryImage.objects.all(), dhash, limit)[:MAX_FOUND]
    images = GalleryImage.objects.in_bulk([pk for _distance, pk in found])
    return [images[pk] for _distance, pk in found if pk in images]


def near_ids(rows: QuerySet[Any], dhash: str, limit: int = NEAR) -> list[tuple[int, int]]:
    """Distance and id of those of `rows` at most `limit` bits away, the nearest first.

    `rows` are of a model with the columns `dhash` and `dhash_1` to `dhash_4`.
    """
    if not dhash:
        return []
    if not 0 <= limit < 2 * QUARTERS:
        raise ValueError(f"A limit of {limit} bits is beyond what the index can find")
    found = ((hash_distance(dhash, other), pk) for pk, other in _candidates(rows, dhash))
    return sorted(pair for pair in found if pair[0] <= limit)


def _candidates(rows: QuerySet[Any], dhash: str) -> Iterable[tuple[int, str]]:
    """One SELECT a quarter, each by its index: databases do not agree on how to join them."""
    columns = rows.order_by().values_list("pk", "dhash")
    selects = [
        columns.filter(**{f"dhash_{number}__in": near_quarters(dhash, number)})
        for number in range(1, QUARTERS + 1)
    ]
    return selects[0].union(*selects[1:])


def near_quarters(dhash: str, number: int) -> list[str]:
    """A quarter as it is and with each of its bits turned over, as four hex digits."""
    quarter = int(dhash[4 * number - 4 : 4 * number], 16)
    turned = (quarter ^ 1 << bit for bit in range(_BITS))
    return [f"{value:04x}" for value in (quarter, *turned)]
