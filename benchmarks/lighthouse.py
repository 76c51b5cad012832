"""`python -m benchmarks.lighthouse`: Lighthouse's four scores on a phone, the median of five.

Landing, the demo's largest topic and a picture of it, as gunicorn serves them. Lighthouse is
installed into `var/lighthouse`, pinned; it needs npm and Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.servers import ROOT, Server
from benchmarks.weight import DemoSite

VERSION = "12.8.2"
FOLDER = ROOT / "var" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("landing", "largest topic", "picture")
CHROME = "--chrome-flags=--no-sandbox --headless=new --disable-gpu --disable-dev-shm-usage"
RUN_SECONDS = 300
TIMES = {
    "first-contentful-paint": "FCP s",
    "largest-contentful-paint": "LCP s",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}


def main() -> int:
    parser = ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--demo", type=Path, help="a folder with db.sqlite3 and media, copied")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not _install():
        print("This needs Chromium and npm.")
        return 1
    with tempfile.TemporaryDirectory(prefix="hkpictures-lighthouse-") as name:
        folder = Path(name)
        site = DemoSite(folder, "demo")
        site.prepare(options.demo)
        server = Server("config.wsgi:application", site.keeping_env, folder / "demo.log")
        try:
            server.wait("/")
            paths = site.paths()
            reports = {page: [] for page in PAGES}
            for _ in range(options.rounds):
                for page in PAGES:
                    reports[page].append(_run(server.url + paths[page], chromium, folder))
        finally:
            server.stop()
    text = _table(reports)
    target = ROOT / "reports" / "lighthouse.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)
    print(text)
    return 0 if _all_full(reports) else 1


def _install() -> bool:
    """Whether the pinned Lighthouse is there."""
    stamp = FOLDER / VERSION
    if stamp.exists() and PROGRAM.exists():
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(FOLDER), "--ignore-scripts", "--no-save", "--silent"]
    subprocess.run([*command, f"lighthouse@{VERSION}"], check=True, timeout=1200)
    stamp.touch()
    return True


def _run(address: str, chromium: str, folder: Path) -> dict[str, Any]:
    """One report of Lighthouse's, as its JSON has it."""
    print(address, file=sys.stderr, flush=True)
    target = folder / "report.json"
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={target}", CHROME]
    subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
        timeout=RUN_SECONDS,
    )
    return json.loads(target.read_text())


def _table(reports: dict[str, list[dict[str, Any]]]) -> str:
    heads = ["page", *CATEGORIES, *TIMES.values(), "audits that failed"]
    lines = [f"| {' | '.join(heads)} |", "|---|" + "---:|" * (len(heads) - 2) + "---|"]
    for page, found in reports.items():
        scores = [f"{_score(found, category):.0f}" for category in CATEGORIES]
        times = [f"{_time(found, audit):.2f}" for audit in TIMES]
        lines.append(f"| {' | '.join([page, *scores, *times, _failed(found)])} |")
    rounds = len(next(iter(reports.values())))
    note = f"Lighthouse {VERSION}, mobile, simulated throttling, median of {rounds}."
    return "\n".join(["# Lighthouse", "", *lines, "", note, ""])


def _score(found: list[dict[str, Any]], category: str) -> float:
    """Of a hundred; a report without a score counts as none."""
    return median((each["categories"][category]["score"] or 0) * 100 for each in found)


def _time(found: list[dict[str, Any]], audit: str) -> float:
    value = median(each["audits"][audit]["numericValue"] for each in found)
    return value / 1000 if TIMES[audit].endswith(" s") else value


def _failed(found: list[dict[str, Any]]) -> str:
    """Audits that count towards a category and were not passed in any round."""
    names: set[str] = set()
    for report in found:
        for category in CATEGORIES:
            counted = report["categories"][category]["auditRefs"]
            audits = [
                (each["id"], report["audits"][each["id"]]) for each in counted if each["weight"]
            ]
            names |= {name for name, audit in audits if (audit["score"] or 0) < 0.9}
            names -= {name for name, audit in audits if audit["score"] is None}
    return ", ".join(sorted(names)) or "none"


def _all_full(reports: dict[str, list[dict[str, Any]]]) -> bool:
    return all(_score(found, each) >= 100 for found in reports.values() for each in CATEGORIES)


if __name__ == "__main__":
    sys.exit(main())
