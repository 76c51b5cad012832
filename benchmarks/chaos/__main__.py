"""`python -m benchmarks.chaos [part …]`: what goes wrong, and whether anybody suffers from it.

Each part is a module and runs as a process of its own, on a scratch site of its own, and writes its
section of the report. All sections are in `reports/chaos.md`. Ends with 1 if a part did not pass.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path

from benchmarks.chaos.crew import ROOT

PARTS = {
    "kills": "workers are killed while they generate",
    "faults": "engines fail in every known way while visitors read",
    "engines": "one of two engines and one worker are killed half-way and come back",
}


def main() -> int:
    parts = _options()
    failed = []
    sections = []
    with tempfile.TemporaryDirectory(prefix="hkpictures-chaos-") as folder:
        for part in parts:
            section = Path(folder) / f"{part}.md"
            module = f"benchmarks.chaos.{part}"
            print(f"{part}: {PARTS[part]}", flush=True)
            done = subprocess.run(
                [sys.executable, "-m", module, "--report", str(section)], cwd=ROOT, check=False
            )
            if done.returncode:
                failed.append(part)
            if section.exists():
                sections.append(section.read_text())
    target = ROOT / "reports" / "chaos.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(["# Chaos", "", *sections]))
    if failed:
        print(f"Not passed: {', '.join(failed)}.")
    return 1 if failed else 0


def _options() -> list[str]:
    parser = ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    asked = parser.parse_args().parts or [
        part for part in PARTS if find_spec(f"benchmarks.chaos.{part}")
    ]
    for part in asked:
        if part not in PARTS:
            parser.error(f"There is no part {part}: {', '.join(PARTS)}.")
    return asked


if __name__ == "__main__":
    sys.exit(main())
