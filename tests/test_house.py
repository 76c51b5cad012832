"""What holds for the repository as a whole."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
VERBS = {"help", "run", "test", "check", "bench", "chaos", "screenshots"}

MADE_ELSEWHERE = re.compile(
    r"(^|/)(node_modules|\.venv|var|build|dist|vendor|site-packages|__pycache__)/"
    r"|\.min\.(js|css)$|(^|/)(bootstrap|htmx|jquery)[\w.-]*\.(js|css)$"
    r"|\.(woff2?|ttf|otf|eot|whl|mo|pyc|map)$"
)
# Minifiers keep these comments; our own files have none.
LICENCE_BANNER = re.compile(r"/\*!|@license|sourceMappingURL", re.IGNORECASE)
LEFT_OVER = re.compile("|".join([r"\bTO" + "DO", r"\bFIX" + "ME", r"\bHA" + r"CK\b"]))
LARGEST_FILE = 600_000  # bytes
LONGEST_MODULE = 400  # lines
TEXT = {".py", ".html", ".js", ".css", ".md", ".toml", ".yaml", ".json", ".in", ".txt", ".po"}


def committed() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True, timeout=30
    )
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout.")
    return committed()


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def logical_lines(path: Path) -> list[str]:
    """Requirements with their continuation lines, without comments."""
    text = re.sub(r"\\\n\s*", " ", path.read_text())
    return [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]


class TestCommittedFiles:
    def test_are_ours(self, files):
        assert [name for name in named(files) if MADE_ELSEWHERE.search(name)] == []

    def test_have_no_licence_banner_of_others(self, files):
        ours = [path for path in files if path.suffix in {".js", ".css"}]
        assert named([path for path in ours if LICENCE_BANNER.search(path.read_text())]) == []

    def test_are_small(self, files):
        assert named([path for path in files if path.stat().st_size > LARGEST_FILE]) == []

    def test_leave_nothing_for_later(self, files):
        texts = [path for path in files if path.suffix in TEXT]
        assert named([path for path in texts if LEFT_OVER.search(path.read_text())]) == []


class TestModules:
    def test_are_short(self, files):
        long = {
            name
            for path, name in zip(files, named(files), strict=True)
            if path.suffix == ".py"
            and "migrations" not in path.parts
            and len(path.read_text().splitlines()) > LONGEST_MODULE
        }
        assert long == set()


class TestRequirements:
    def test_are_found(self):
        assert {path.name for path in LOCKS} >= {"requirements.txt", "requirements-dev.txt"}

    @pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
    def test_are_pinned_and_hashed(self, path):
        pinned = re.compile(r"^[\w.-]+(\[[\w,.-]+\])?==\S+.* --hash=sha256:[0-9a-f]{64}")
        assert [line for line in logical_lines(path) if not pinned.match(line)] == []

    @pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
    def test_name_no_registry(self, path):
        assert re.search(r"://|--(index|extra-index|find-links|trusted)", path.read_text()) is None

    @pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
    def test_have_a_source_with_reasons(self, path):
        name = path.stem.removeprefix("requirements").removeprefix("-") or "base"
        assert (ROOT / "requirements" / f"{name}.in").is_file()


class TestFrontEndLock:
    def test_names_no_registry(self):
        packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
        assert packages.keys() > {""}
        assert [name for name, package in packages.items() if "resolved" in package] == []

    def test_is_hashed(self):
        packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
        assert [
            name for name, package in packages.items() if name and not package["integrity"]
        ] == []


class TestVerbs:
    def test_are_listed_by_make_alone(self):
        done = subprocess.run(
            ["make", "--no-print-directory"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
        lines = re.findall(r"^  make ([a-z-]+) +(\S.*)$", done.stdout, re.MULTILINE)
        assert set(dict(lines)) >= VERBS
