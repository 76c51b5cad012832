"""`make check`: everything that can be told without running the product."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.env import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]

PACKAGES = ("site", "home", "community", "topics", "pictures", "sd_bridge")
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
DEPLOYMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "gallery.example.com",
    "BASE_URL": "https://gallery.example.com",
    "DATABASE_URL": "postgres://gallery@db.example.com/gallery",
}

STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", [str(BIN / "ruff"), "check"], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet"], {}),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
    ("arrows", [str(BIN / "lint-imports")], {"PYTHONPATH": "site"}),
    ("types", [str(BIN / "mypy"), "--no-error-summary", *PACKAGES], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], TEST),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], DEPLOYMENT),
    ("translations", [*MANAGE, "check_translations"], TEST),
    ("manifests", [sys.executable, "-m", "config.manifests"], {}),
]  # fmt: skip


def main() -> int:
    """1 where a step failed; all of them run, as many at once as there are cores."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, _command, _extra), done in zip(STEPS, pool.map(_run, STEPS), strict=True):
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)  # noqa: T201
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)  # noqa: T201
    return 1 if failed else 0


def _run(step: tuple[str, list[str], dict[str, str]]) -> subprocess.CompletedProcess[str]:
    _name, command, extra = step
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **extra},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
