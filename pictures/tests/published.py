"""Pictures that somebody else made to test readers with: those of sd-parsers' source package.

They are fetched from the package index once, checked against a hash, and kept below `var/`; none
of them lies in the repository.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

PACKAGE, VERSION = "sd-parsers", "0.6"
SHA256 = "c8ce15162ebed6bc9aaa292960b6815e6a57ea42a0c4ecd9309eee48fb0d7d83"
FOLDER = Path(__file__).resolve().parents[2] / "var" / "test-resources"
_RESOURCES = f"sd_parsers-{VERSION}/tests/resources/"


def pictures() -> dict[str, bytes]:
    """Path below the package's resources → content, of every file that is a picture."""
    with tarfile.open(_archive()) as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        return {
            member.name.removeprefix(_RESOURCES): archive.extractfile(member).read()
            for member in files
            if member.name.startswith(_RESOURCES) and not member.name.endswith(".py")
        }


def _archive() -> Path:
    path = FOLDER / f"sd_parsers-{VERSION}.tar.gz"
    if not path.is_file():
        _fetch()
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"{PACKAGE}'s source package is missing, and REQUIRE_SERVICES=1")
        pytest.skip(f"{PACKAGE}'s source package cannot be had.")
    return path


def _fetch() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = ["--no-deps", "--no-binary", PACKAGE, f"{PACKAGE}=={VERSION}"]
    try:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "-d", str(FOLDER), *wanted],
            check=True,
            capture_output=True,
            timeout=240,
        )
    except (OSError, subprocess.SubprocessError):
        return  # its absence is told by who asked
