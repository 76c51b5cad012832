"""Where an archive comes to lie: whole under its name, or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

NAME = "hkpictures-{:%Y%m%d-%H%M%S}.tar"
OURS = "hkpictures-*-*.tar"
PART = ".part"
ABANDONED = 24 * 3600  # seconds; nobody writes a part for longer


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[IO[bytes]]:
    """A file beside it, for its owner's eyes only, that takes the name when all is on the disk."""
    part = NamedTemporaryFile(  # noqa: SIM115 - it outlives the block under another name
        dir=target.parent, prefix=f".{target.name}.", suffix=PART, delete=False
    )
    try:
        with part:
            yield part
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, target)
    except BaseException:
        Path(part.name).unlink(missing_ok=True)
        raise


def dated(folder: Path, now: datetime) -> Path:
    return folder / NAME.format(now)


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` archives under dated names; which."""
    old = sorted(folder.glob(OURS), reverse=True)[keep:]
    for archive in old:
        archive.unlink()
    return old


def clear_abandoned(folder: Path) -> None:
    """Parts that a killed process left."""
    for part in folder.glob(f".*.tar.*{PART}"):
        if time.time() - part.stat().st_mtime > ABANDONED:
            part.unlink(missing_ok=True)
