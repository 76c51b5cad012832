"""The private files of generations: results, previews, and copies of what they start from.

Their names cannot be guessed and begin with the generation they belong to, so that whatever a
killed worker left behind is found again (`remove_strays`).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from pictures.intake import IntakeError, TakenIn, take_in
from pictures.models.gallery_image import private_storage
from sd_bridge.models import Generation, Result

logger = logging.getLogger(__name__)

_SETTLES = timedelta(minutes=5)


def write_result(generation: Generation, index: int, taken: TakenIn) -> str:
    """Store a picture and give its name. Raises OSError; nothing is left behind then."""
    key = generation.uuid.hex
    return _write(f"results/{key[:2]}/{key}-{index}", taken)


def write_source(key: str, data: bytes, extension: str) -> str:
    """Store the picture that generation `key` (32 hex digits) starts from and give its name.

    Raises OSError; nothing is left behind then.
    """
    return _write_bytes(f"sources/{key}", data, extension)


def write_preview(generation: Generation, data: bytes) -> str:
    """Store a preview and give its name; "" for one that is no picture or has no room."""
    try:
        return _write(f"previews/{generation.uuid.hex}", take_in(data))
    except (IntakeError, OSError) as error:
        logger.warning("A preview of generation %s is not shown: %s", generation.uuid, error)
        return ""


def remove(names: Iterable[str | None]) -> None:
    storage = private_storage()
    for name in filter(None, names):
        storage.delete(name)


def remove_when_committed(names: Iterable[str | None]) -> None:
    """Once the rows no longer name them for certain."""
    doomed = list(filter(None, names))
    transaction.on_commit(lambda: remove(doomed))


def remove_strays(generation: Generation) -> int:
    """Remove the files of a generation that no row names; how many there were."""
    key = generation.uuid.hex
    named = {name for (name,) in Result.objects.filter(generation=generation).values_list("file")}
    row = Generation.objects.filter(pk=generation.pk)
    named.update(*row.values_list("preview", "source_file"))
    strays = [
        name
        for folder in (f"results/{key[:2]}", "previews", "sources")
        for name in _names_in(folder)
        if name.rsplit("/", 1)[-1].startswith(key) and name not in named
    ]
    remove(strays)
    return len(strays)


def settled(folder: str, named: set[str]) -> list[str]:
    """Files of `folder` that are not in `named` and old enough for their row to be there."""
    storage = private_storage()
    before = timezone.now() - _SETTLES
    return [
        name
        for name in _names_in(folder)
        if name not in named and storage.get_modified_time(name) < before
    ]


def _names_in(folder: str) -> list[str]:
    try:
        _folders, files = private_storage().listdir(folder)
    except FileNotFoundError:  # nothing has been stored there yet
        return []
    return [f"{folder}/{file}" for file in files]


def _write(stem: str, taken: TakenIn) -> str:
    return _write_bytes(stem, taken.data, taken.extension)


def _write_bytes(stem: str, data: bytes, extension: str) -> str:
    storage = private_storage()
    name = f"{stem}-{secrets.token_hex(16)}.{extension}"
    try:
        return storage.save(name, ContentFile(data))
    except OSError:
        storage.delete(name)  # a full disk leaves half a file
        raise
