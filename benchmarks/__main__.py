"""`python -m benchmarks`: CPU, queries and bytes of the public pages, as ratios of one run.

`--full` compares 1,000 pictures with 100,000, which takes about half an hour; else it is 10,000.

Only ratios within one run mean something: the machine may be shared. Needs /proc.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.request import urlopen

from benchmarks import every_list, wide
from benchmarks.copies import copies_rows
from benchmarks.load import Measured, Target, measure
from benchmarks.lookups import lookup_rows
from benchmarks.rows import FLOOR, KEPT, SMALL, kept_rows, page_rows, weight_rows
from benchmarks.servers import ROOT, NoProcError, Server, require_proc
from benchmarks.sites import Site
from benchmarks.table import Row, markdown
from benchmarks.weight import NOTES, weigh
from benchmarks.weight import rows as demo_rows

FULL = 100_000
CHAOS = "p95 of public pages while engines fail, idle = 1: `make chaos` (docs/performance.md)."


def main() -> int:
    options = _options()
    try:
        require_proc()
    except NoProcError:
        print("This machine has no /proc: the CPU time of the server cannot be measured here.")
        return 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hkpictures-bench-") as name:
        text = _bench(options, Path(name), options.database) + "\n"
    if not options.without_demo:
        text += markdown(demo_rows(), NOTES, "The demo in a browser") + "\n"
    text += f"- {time.monotonic() - started:.0f} s altogether.\n"
    report = ROOT / "reports" / "bench.md"
    report.parent.mkdir(exist_ok=True)
    report.write_text(text)
    print(text)
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--pictures", type=int, default=10_000, help="of the larger site")
    size.add_argument(
        "--full", action="store_const", dest="pictures", const=FULL, help=f"{FULL:,} of them"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2, help="for each page in each round")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="measure on this PostgreSQL server (postgres://user@host:5432/), not on SQLite",
    )
    parser.add_argument(
        "--without-demo", action="store_true", help="leave out what a browser is needed for"
    )
    return parser.parse_args()


def _bench(options: Namespace, folder: Path, postgres: str) -> str:
    small, large = sites = _fill_sites(options, folder, postgres)
    servers: list[Server] = []
    try:
        servers += [
            Server("config.wsgi:application", site.env, folder / f"{site.name}.log")
            for site in sites
        ]
        for server in servers:
            server.wait("/pictures/")
        weight = weigh(servers[0].url + "/pictures/")
        servers.append(
            Server(
                "benchmarks.floor:application",
                {**os.environ, "FLOOR_BYTES": str(weight.html)},
                folder / "floor.log",
            )
        )
        servers[-1].wait("/")
        keeping = Server("config.wsgi:application", large.keeping_env, folder / "keeping.log")
        servers.append(keeping)
        keeping.wait("/pictures/")
        measured = _measure(options, sites, servers)
        lists = _measure_lists(options, sites, servers)
        asked = large.ask("inside", "wide")
        rows = [
            *page_rows(measured, options.pictures),
            *kept_rows(measured, options.pictures),
            *every_list.rows(lists),
            *wide.rows(asked),
            *_inside_rows(small, large, options.pictures),
            *_import_rows(large),
            *lookup_rows(folder, postgres),
            *weight_rows(weight),
        ]
    finally:
        for server in servers:
            server.stop()
        for site in sites:
            site.drop()
    floor = measured[FLOOR].cpu_ms
    return "\n".join(
        [
            markdown(rows, _notes(options, measured, postgres)),
            every_list.table(lists, floor, options.pictures),
            wide.table(asked),
        ]
    )


def _fill_sites(options: Namespace, folder: Path, postgres: str) -> tuple[Site, Site]:
    _tell(f"Filling a site with {SMALL:,} pictures and one with {options.pictures:,} …")
    small = Site(folder, "small", postgres)
    small.create()
    try:
        small.fill(SMALL)
        large = small.copy("large")
        large.fill(options.pictures - SMALL)
    except BaseException:
        small.drop()
        Site(folder, "large", postgres).drop()
        raise
    return small, large


def _measure(
    options: Namespace, sites: tuple[Site, Site], servers: list[Server]
) -> dict[str, Measured]:
    *ours, floor, keeping = servers
    targets = [Target(FLOOR, floor, "/")]
    paths = {site.name: site.ask("inside", "addresses") for site in sites}
    for name in paths["small"]:  # what is compared is measured one right after the other
        for site, server in zip(sites, ours, strict=True):
            targets.append(Target(f"{name}, {site.name}", server, paths[site.name][name]))
        targets.append(Target(f"{KEPT}{name}", keeping, paths["large"][name]))
    return _in_rounds(targets, options.rounds, options.seconds)


def _measure_lists(
    options: Namespace, sites: tuple[Site, Site], servers: list[Server]
) -> dict[str, Measured]:
    """Every list in every order, half as long: what is compared stands side by side."""
    paths = {site.name: site.ask("inside", "every_list") for site in sites}
    targets = [
        Target(f"{name}, {site.name}", server, paths[site.name][name])
        for name in paths["small"]
        for site, server in zip(sites, servers[: len(sites)], strict=True)
    ]
    return _in_rounds(targets, options.rounds, options.seconds / 2)


def _in_rounds(targets: list[Target], rounds: int, seconds: float) -> dict[str, Measured]:
    for target in targets:
        with urlopen(target.server.url + target.path, timeout=30):
            pass
    return measure(
        targets,
        rounds=rounds,
        seconds=seconds,
        progress=lambda number, rounds: _tell(f"Measured round {number} of {rounds}."),
    )


def _inside_rows(small: Site, large: Site, pictures: int) -> list[Row]:
    """Adding a picture, rendering its copies, and queries: asked of the sites themselves."""
    _tell("Adding pictures, rendering copies, counting queries …")
    pairs = [(small.ask("inside", "adding"), large.ask("inside", "adding")) for _ in range(2)]
    few, many = (min(column) for column in zip(*pairs, strict=True))
    rows = [
        Row(
            f"CPU of adding one picture, {SMALL:,} → {pictures:,} pictures",
            many / few,
            1.3,
            f"{few:.0f} → {many:.0f} ms, without its copies",
        ),
        *copies_rows(small),
    ]
    return rows + [
        Row(f"SQL queries: {name}", number, 10)
        for name, number in large.ask("inside", "queries").items()
    ]


def _import_rows(site: Site) -> list[Row]:
    """1,000 pictures into the larger site, against adding them one by one."""
    _tell("Importing pictures …")
    single, many = site.ask("importing", "one_by_one"), site.ask("importing", "bulk")
    share = many["register_ms"] / single
    return [
        Row(
            "CPU of registering an imported picture, one by one = 1",
            share,
            0.1,
            f"{many['register_ms']:.1f} against {single:.0f} ms, {1 / share:.0f} times faster; "
            "page, image, tags, revision, log, indexes, lists",
        ),
        Row(
            "Importing 1,000 pictures of 512 × 768: peak memory above the start",
            many["peak_mb"],
            400,
            f"{many['rate']:.0f} pictures a second, {many['cpu_ms']:.0f} ms of CPU each, all told",
            " MB",
        ),
    ]


def _notes(options: Namespace, measured: dict[str, Measured], postgres: str) -> list[str]:
    database = "PostgreSQL (its own CPU is not counted)" if postgres else "SQLite"
    floor, load = measured[FLOOR].cpu_ms, os.getloadavg()[0]
    return [
        f"{database}; gunicorn with 2 workers, 4 connections.",
        f"{options.rounds} interleaved rounds of {options.seconds:g} s.",
        "Nothing is cached but where a page is said to be kept; a process keeps what it has drawn.",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the end.",
        f"Floor: a constant Django view, no middleware, as many bytes: {floor:.2f} ms.",
        "CPU: user and system time of the server's processes; medians over the rounds.",
        CHAOS,
    ]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
