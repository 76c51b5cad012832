"""What others collected to break pages with: the Big List of Naughty Strings and wfuzz's list.

Both are fetched once from their packages, checked against a hash and kept below `var/`; nothing of
them lies in the repository.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from pictures.tests.published import FOLDER

NPM = "big-list-of-naughty-strings@1.0.0"
NPM_SHA256 = "fcf8ad8bd3557f1f13cfcf63816b174363704df6eb36088c384c17c012091d73"
DEBIAN = "wfuzz"
DEBIAN_LIST_SHA256 = "7c07e0370b08fc6bc6f6c0988f2834d45104921ac2695ed56e3245dca837c535"
MARKUP = re.compile(r"(?i)[<>]|script|on\w+\s*=|&#|%3c|\\x3c|\\u003c")


def payloads() -> list[str]:
    """Those of both lists that try to become markup or script, each once."""
    naughty = json.loads(_naughty())
    lines = _wfuzz().decode("utf-8", "replace").splitlines()
    found = [text for text in (*lines, *naughty) if MARKUP.search(text) and "\x00" not in text]
    return list(dict.fromkeys(found))


def _naughty() -> bytes:
    path = FOLDER / "big-list-of-naughty-strings-1.0.0.tgz"
    if not path.is_file():
        _fetch(["npm", "pack", "--silent", NPM], FOLDER)
    _check(path, NPM_SHA256)
    with tarfile.open(path) as archive:
        return archive.extractfile("package/blns.json").read()


def _wfuzz() -> bytes:
    path = FOLDER / "wfuzz-XSS.txt"
    if not path.is_file():
        scratch = FOLDER / "wfuzz"
        scratch.mkdir(parents=True, exist_ok=True)
        _fetch(["apt-get", "download", "-q", DEBIAN], scratch)
        for package in scratch.glob("*.deb"):
            _fetch(["dpkg-deb", "-x", str(package), str(scratch)], scratch)
        found = scratch / "usr/share/wfuzz/wordlist/Injections/XSS.txt"
        if found.is_file():
            shutil.copy(found, path)
        shutil.rmtree(scratch)
    _check(path, DEBIAN_LIST_SHA256)
    return path.read_bytes()


def _fetch(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    except (OSError, subprocess.SubprocessError):
        return  # its absence is told by who asked


def _check(path: Path, expected: str) -> None:
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == expected:
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{path.name} is missing, and REQUIRE_SERVICES=1")
    pytest.skip(f"{path.name} cannot be had.")
