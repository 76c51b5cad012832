"""`python -m benchmarks.weight`: what public pages weigh, and how soon a browser has painted them.

The demo's pages as gunicorn serves them, compressed and kept, beside a plain Wagtail page with as
many of the same pictures (`benchmarks.plain`). Chromium at 1440 x 900, loopback, nothing slowed
down, an empty cache each time, pages interleaved.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from benchmarks.browser import NoBrowserError, Seen, look
from benchmarks.servers import ROOT, Server
from benchmarks.sites import Site
from benchmarks.table import Row, markdown

ASSET = re.compile(r'<(?:script[^>]* (?:src|data-module)|link rel="stylesheet" href)="([^"]+)"')
IMPORT = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')
TIMEOUT = 30
ROUNDS = 5
PLAIN = "plain Wagtail"
AIMED = "largest topic"
NOTES = [
    "KB on the wire with headers, gzip or brotli; first view: 1440 x 900, nothing scrolled.",
    f"{ROUNDS} interleaved rounds after one to warm up, medians; cache of the browser empty.",
    "Plain Wagtail: 24 of the same pictures as 400 px WebP, no style sheet, no script.",
]


@dataclass(frozen=True)
class Weight:
    """Bytes: the HTML as it is and as gzip would make it; scripts and styles as they are sent."""

    html: int
    html_gzip: int
    scripts: int
    styles: int


def weigh(page: str) -> Weight:
    """Loads the page at the address `page` and everything its HTML and modules name."""
    html = _load(page)[0]
    waiting = [urljoin(page, found) for found in ASSET.findall(html.decode())]
    sizes: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        body, sizes[address] = _load(address)
        if address.split("?")[0].endswith(".js"):
            waiting += [urljoin(address, found) for found in IMPORT.findall(body.decode())]
    return Weight(
        html=len(html),
        html_gzip=len(gzip.compress(html)),
        scripts=sum(size for address, size in sizes.items() if ".js" in address),
        styles=sum(size for address, size in sizes.items() if ".css" in address),
    )


def _load(address: str) -> tuple[bytes, int]:
    """The file, and how many bytes were sent for it."""
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=TIMEOUT) as answer:
        sent = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            return gzip.decompress(sent), len(sent)
        return sent, len(sent)


def rows(demo: Path | None = None) -> list[Row]:
    """The rows of the table, on a demo of its own or a copy of the one in the folder `demo`.

    The folder holds `db.sqlite3` and `media`. No rows of a browser where there is none.
    """
    with tempfile.TemporaryDirectory(prefix="hkpictures-weight-") as name:
        folder = Path(name)
        site = DemoSite(folder, "demo")
        site.prepare(demo)
        _fill_plain(folder, site.originals())
        servers = [
            Server("config.wsgi:application", site.keeping_env, folder / "demo.log"),
            Server(
                "benchmarks.plain.application:application", _plain_env(folder), folder / "plain.log"
            ),
        ]
        try:
            for server in servers:
                server.wait("/")
            ours, plain = (server.url for server in servers)
            addresses = {name: ours + path for name, path in site.paths().items()}
            return [
                *_weight_rows(addresses),
                *_browser_rows({**addresses, PLAIN: plain + "/"}),
            ]
        finally:
            for server in servers:
                server.stop()


class DemoSite(Site):
    """The demo's pictures and topics, as `make run` shows them."""

    def prepare(self, demo: Path | None) -> None:
        if demo:
            shutil.copyfile(demo / "db.sqlite3", self._folder / f"{self.name}.sqlite3")
            shutil.copytree(demo / "media", self._folder / "media")
        self.create()
        if not demo:
            _tell("Loading the demo …")
            self._manage("load_demo", "--fast")

    def paths(self) -> dict[str, str]:
        return self.ask("demo_pages")

    def originals(self) -> list[Path]:
        return sorted((self._folder / "media" / "private" / "originals").rglob("*.png"))


def _plain_env(folder: Path) -> dict[str, str]:
    return {**os.environ, "MEDIA_ROOT": str(folder), "PYTHONPATH": str(ROOT)}


def _fill_plain(folder: Path, files: list[Path]) -> None:
    _tell("Filling the plain site …")
    command = [sys.executable, "-m", "benchmarks.plain.fill", *map(str, files[:24])]
    subprocess.run(command, cwd=ROOT, env=_plain_env(folder), check=True, timeout=600)


def _weight_rows(addresses: dict[str, str]) -> list[Row]:
    found = []
    for name, address in addresses.items():
        weight = weigh(address)
        found += [
            Row(f"Styles: {name}", weight.styles / 1024, 40, "", " KB"),
            Row(f"Scripts: {name}", weight.scripts / 1024, 30, "", " KB"),
        ]
    return found


def _browser_rows(addresses: dict[str, str]) -> list[Row]:
    try:
        seen = look(addresses, ROUNDS, lambda number: _tell(f"Looked {number} of {ROUNDS} times."))
    except NoBrowserError:
        _tell("This machine has no Chromium: nothing is told of first views.")
        return []
    found = []
    for name, page in seen.items():
        is_aimed = name == AIMED
        how = f"{page.pictures} pictures, {page.without_size} without size"
        first, whole = page.median("first_kb"), page.median("all_kb")
        found += [
            Row(f"First view: {name}", first, 200 if is_aimed else None, how, " KB"),
            Row(f"All pictures loaded: {name}", whole, 400 if is_aimed else None, "", " KB"),
            Row(f"Layout shift, worst: {name}", max(page.cls), 0 if name != PLAIN else None),
            _paint_row(name, page, seen[PLAIN]),
        ]
    return found


def _paint_row(name: str, page: Seen, plain: Seen) -> Row:
    own = f"{page.median('lcp'):.0f} ms ({min(page.lcp):.0f}…{max(page.lcp):.0f})"
    ratio = page.median("lcp") / plain.median("lcp")
    return Row(f"LCP, plain Wagtail = 1: {name}", ratio, 1.1 if name == AIMED else None, own)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m benchmarks.weight", description=__doc__)
    parser.add_argument("--demo", type=Path, help="a folder with db.sqlite3 and media, copied")
    print(markdown(rows(parser.parse_args().demo), NOTES, "The demo in a browser"))
