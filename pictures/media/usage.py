"""How much room the files take, by what they are."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass

from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext_lazy as _

from pictures.media import names
from pictures.media.files import walk

LABELS = {
    "originals": _("Originals"),
    "copies": _("Public copies"),
    "results": _("Results nobody has kept yet"),
    "imports": _("Imports on their way"),
    "other": _("Other files"),
    "quarantine": _("Quarantine"),
}
_KIND_OF_FOLDER = {
    "originals": "originals",
    "r": "copies",
    "results": "results",
    "previews": "results",
    "sources": "results",
    "imports": "imports",
}


@dataclass(slots=True)
class Use:
    """Number of files and their size in bytes."""

    files: int = 0
    size: int = 0


def measure() -> dict[str, Use]:
    """By the keys of `LABELS`; asks the size of each file, so it takes its time."""
    found: dict[str, Use] = defaultdict(Use)
    for alias in names.STORAGES:
        storage = storages[alias]
        for folder in ("", names.QUARANTINE):
            for name in walk(storage, folder):
                kind = _kind_of(name)
                try:
                    size = storage.size(name)
                except FileNotFoundError:  # deleted meanwhile
                    continue
                found[kind].files += 1
                found[kind].size += size
    return {kind: found[kind] for kind in LABELS}


def free_room() -> int | None:
    """Bytes left on the disk of the media; None where they lie elsewhere."""
    storage = storages[names.PRIVATE]
    if not isinstance(storage, FileSystemStorage):
        return None
    try:
        return shutil.disk_usage(storage.location).free
    except FileNotFoundError:  # nothing has been stored yet
        return None


def _kind_of(name: str) -> str:
    if name.startswith(names.QUARANTINE):
        return "quarantine"
    return _KIND_OF_FOLDER.get(name.partition("/")[0], "other")
