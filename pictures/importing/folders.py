"""Pictures in folders: of the server, where the operator opened them, or named to the command.

Folders below are walked too, sorted. Hidden files are passed over. A link counts as what it points
to, as long as that lies below the same root.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from pictures.importing.found import Found, is_hidden, pair
from pictures.importing.names import split_path
from pictures.importing.refusals import ImportRefusedError
from pictures.importing.zips import is_zip_name
from pictures.intake_limits import MAX_BYTES


def roots() -> list[Path]:
    """The folders that are open to imports (`IMPORT_FOLDERS`), as far as they are there."""
    found = (Path(folder).resolve() for folder in settings.IMPORT_FOLDERS)
    return [folder for folder in found if folder.is_dir()]


def allowed(folder: str | Path) -> Path:
    """The real place of `folder`. Raises `ImportRefusedError` outside of every root."""
    path = Path(folder)
    name = split_path(str(folder))[1]
    try:
        place = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL
        raise ImportRefusedError("folder_gone", name=name) from error
    if not path.is_absolute() or not any(place.is_relative_to(root) for root in roots()):
        raise ImportRefusedError("folder_closed", name=name)
    if not place.is_dir():
        raise ImportRefusedError("folder_gone", name=name)
    return place


def inside(folder: str | Path) -> list[Path]:
    """The folders right below an allowed one, sorted, without hidden ones.

    Raises `ImportRefusedError`.
    """
    place = allowed(folder)
    try:
        names = sorted(entry.name for entry in os.scandir(place))
    except OSError as error:
        raise ImportRefusedError("folder_gone", name=place.name) from error
    below = (place / name for name in names if not is_hidden(name))
    return [path for path in below if path.is_dir() and _is_below(path, place)]


def walk(root: Path, *, also_zips: bool = False) -> Iterator[Found | Path]:
    """The pictures at and below `root`, folder by folder; with `also_zips` the paths of zips too.

    What cannot be read becomes a file whose `read` says so.
    """
    place = root.resolve()
    yield from _walk(place, place, {place}, also_zips)


def found_file(path: Path, *, folder: str = "", sidecar: Path | None = None) -> Found:
    """One file of the disk, to be read later."""
    name = split_path(path.name)[1]
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    beside = (sidecar.name, partial(_read, sidecar)) if sidecar else None
    return Found(name, folder, _entry(path), size, partial(_read, path), beside)


def _walk(folder: Path, root: Path, seen: set[Path], also_zips: bool) -> Iterator[Found | Path]:
    files, below = _listed(folder, root)
    pictures, beside = pair((path.name, path) for path in files)
    shown = split_path(f"{folder.relative_to(root)}/file")[0]
    for name, path in pictures:
        if also_zips and is_zip_name(name):
            yield path
        else:
            yield found_file(path, folder=shown, sidecar=beside.get(name.lower()))
    for path in below:
        place = path.resolve()
        if place not in seen:
            seen.add(place)
            yield from _walk(path, root, seen, also_zips)


def _listed(folder: Path, root: Path) -> tuple[list[Path], list[Path]]:
    """Files and folders right in `folder`, sorted; an unreadable folder counts as empty."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return [], []
    files: list[Path] = []
    below: list[Path] = []
    for path in (folder / name for name in names if not is_hidden(name)):
        if not _is_below(path, root):
            continue
        if path.is_dir():
            below.append(path)
        elif _is_plain(path):
            files.append(path)
    return files, below


def _entry(path: Path) -> str:
    """What stands for the path in the database, whatever bytes it is made of."""
    return hashlib.blake2b(os.fsencode(path), digest_size=32).hexdigest()


def _is_below(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a broken link, a loop of links
        return False


def _is_plain(path: Path) -> bool:
    """Whether reading it ends: no pipe, no device."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _read(path: Path) -> bytes:
    """The bytes, one more than the limit at most, so that intake can tell that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportRefusedError("unreadable", name=path.name) from error
