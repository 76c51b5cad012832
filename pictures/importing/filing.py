"""The private files of an import: named by their row before they are written.

A picture's bytes lie where originals lie from the first moment, so that registering it moves
nothing. A file is removed before its row forgets it. Hence a killed process leaves no file that
no row names, and `cleaning` finds everything by its row.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable

from django.core.files.base import ContentFile
from PIL import Image

from pictures.intake import TakenIn
from pictures.models import ImportFile
from pictures.models.gallery_image import private_storage

THUMBNAIL_SIDE = 320
_QUALITY = 80


def name_files(row: ImportFile, taken: TakenIn) -> None:
    """Give the unsaved or unread `row` the names its files will have."""
    key = row.uuid.hex
    row.file.name = f"originals/{key[:4]}/{key}-{secrets.token_hex(8)}.{taken.extension}"
    row.thumbnail.name = f"imports/{key[:2]}/{key}-{secrets.token_hex(8)}.webp"


def write_files(row: ImportFile, taken: TakenIn, sample: Image.Image) -> None:
    """Write what `name_files` has named and the database already knows. Raises OSError."""
    storage = private_storage()
    storage.save(row.file.name, ContentFile(taken.data))
    storage.save(row.thumbnail.name, ContentFile(_thumbnail(sample)))


def remove(names: Iterable[str | None]) -> None:
    """Remove these files as far as they are there."""
    storage = private_storage()
    for name in filter(None, names):
        storage.delete(name)


def remove_files(row: ImportFile) -> None:
    """Remove the files of a row and forget their names, in this order; the row is saved."""
    remove([row.file.name, row.thumbnail.name])
    row.file.name = row.thumbnail.name = ""
    row.save(update_fields=["file", "thumbnail", "updated_at"])


def _thumbnail(sample: Image.Image) -> bytes:
    small = sample.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "WEBP", quality=_QUALITY, method=2)
    return target.getvalue()
