"""What was measured, as rows beside what is aimed at."""

from __future__ import annotations

from benchmarks.load import Measured
from benchmarks.table import Row
from benchmarks.weight import Weight

SMALL = 1_000
FLOOR = "floor"
KEPT = "kept: "
LISTS = ("list,", "topic,", "person,", "tag,")


def page_rows(measured: dict[str, Measured], pictures: int) -> list[Row]:
    """CPU of each page against the floor, and how it grows with pictures and depth."""
    floor = measured[FLOOR].cpu_ms
    asked = [name for name in measured if name != FLOOR and not name.startswith(KEPT)]
    names = list(dict.fromkeys(name.rpartition(",")[0] for name in asked))
    rows = []
    for name in names:
        for site, number in (("small", SMALL), ("large", pictures)):
            found = measured[f"{name}, {site}"]
            is_list = name.startswith(LISTS)
            rows.append(
                Row(
                    f"CPU per request, floor = 1: {name}, {number:,} pictures",
                    found.cpu_ms / floor,
                    20 if is_list else None,
                    f"{found.cpu_ms:.2f} ms ({min(found.cpu):.2f}…{max(found.cpu):.2f})",
                )
            )
    for name in names:
        few, many = measured[f"{name}, small"], measured[f"{name}, large"]
        rows.append(
            Row(f"CPU, {SMALL:,} → {pictures:,} pictures: {name}", many.growth_from(few), 1.1)
        )
        rows.append(
            Row(f"p50, {SMALL:,} → {pictures:,} pictures: {name}", many.p50_growth_from(few), 1.1)
        )
    for name in ("list", "topic"):
        first, deep = measured[f"{name}, page 1, large"], measured[f"{name}, deep, large"]
        rows.append(Row(f"CPU, page 1 → deep: {name}", deep.growth_from(first), 1.1))
        rows.append(Row(f"p50, page 1 → deep: {name}", deep.p50_growth_from(first), 1.1))
    return rows


def kept_rows(measured: dict[str, Measured], pictures: int) -> list[Row]:
    """CPU of pages that the site has kept, against the floor."""
    floor = measured[FLOOR].cpu_ms
    return [
        Row(
            f"CPU per request, floor = 1, page kept: {name.removeprefix(KEPT)}, {pictures:,}",
            found.cpu_ms / floor,
            2.5,
            f"{found.cpu_ms:.2f} ms ({min(found.cpu):.2f}…{max(found.cpu):.2f})",
        )
        for name, found in measured.items()
        if name.startswith(KEPT)
    ]


def weight_rows(weight: Weight) -> list[Row]:
    return [
        Row("List page: HTML", weight.html_gzip / 1024, None, f"{weight.html:,} bytes", " KB"),
        Row("List page: scripts", weight.scripts / 1024, 30, "compressed", " KB"),
        Row("List page: styles", weight.styles / 1024, 40, "compressed", " KB"),
    ]
