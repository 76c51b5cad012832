"""The files of a storage, folder by folder."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import Storage

from pictures.media.names import QUARANTINE


def walk(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names of all files below `folder`, in their order; what lies in quarantine is left out."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing has been stored yet, or it has just gone
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        inside = f"{folder}{name}/"
        if inside != QUARANTINE:
            yield from walk(storage, inside)
