"""Proves that the trap tests can fail: takes each handling out and requires its test to notice.

    python -m sd_bridge.tests.mutations [trap number …]

Works on a copy of the package in a temporary folder. Exits 1 when a mutation survives, when the
tests fail without any, or when a mutation's text is no longer found in the source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sd_bridge.tests.mutation_list import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[2]
TESTS = "sd_bridge/tests/test_engine_{}.py"
NOT_NEEDED = {".git", ".venv", "node_modules", "sd_bridge"}
TESTS_FAILED = 1  # pytest's exit code; 2 and more mean that the tests could not run


class StaleMutationError(Exception):
    """A mutation's text is not (or more than once) in the source any more."""


def main(wanted: list[str]) -> int:
    chosen = [m for m in MUTATIONS if not wanted or str(m.trap) in wanted]
    for mutation in chosen:
        _mutated(mutation)  # complains about stale ones before anything runs
    if _run(None) != 0:
        _say("The tests fail without any mutation.")
        return 1
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        codes = list(pool.map(_run, chosen))
    for mutation, code in zip(chosen, codes, strict=True):
        verdict = {TESTS_FAILED: "noticed", 0: "SURVIVED"}.get(code, f"COULD NOT RUN ({code})")
        _say(f"trap {mutation.trap:2}  {verdict:10}  without {mutation.takes_out}")
    survivors = sum(code != TESTS_FAILED for code in codes)
    _say(f"{len(chosen)} mutations of {len({m.trap for m in chosen})} traps, {survivors} survived.")
    return 1 if survivors else 0


def _mutated(mutation: Mutation) -> str:
    source = (ROOT / "sd_bridge/engines" / f"{mutation.module}.py").read_text()
    if source.count(mutation.old) != 1:
        raise StaleMutationError(f"{mutation.module}.py: {mutation.old!r} ({mutation.takes_out})")
    return source.replace(mutation.old, mutation.new)


def _run(mutation: Mutation | None) -> int:
    """pytest's exit code for the trap's tests on a mutated copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for entry in ROOT.iterdir():
            if entry.name not in NOT_NEEDED:
                (copy / entry.name).symlink_to(entry)
        shutil.copytree(
            ROOT / "sd_bridge", copy / "sd_bridge", ignore=shutil.ignore_patterns("__pycache__")
        )
        files = {TESTS.format(each.noticed_by) for each in ([mutation] if mutation else MUTATIONS)}
        tests = sorted(files)
        if mutation and mutation.noticed_by == "traps":
            tests += ["-k", f"TestTrap{mutation.trap:02}"]
        if mutation:
            target = copy / "sd_bridge/engines" / f"{mutation.module}.py"
            target.write_text(_mutated(mutation))
        command = [sys.executable, "-m", "pytest", *tests]
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
        return subprocess.run(
            [*command, *options],
            cwd=copy,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""},
            capture_output=True,
            timeout=300,
            check=False,
        ).returncode


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StaleMutationError as stale:
        _say(f"STALE: {stale}")
        sys.exit(1)
