"""Where rows and files do not agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.core.files.storage import Storage, storages
from django.utils import timezone

from pictures import renditions
from pictures.marking.signing import UNSIGNED
from pictures.media import names
from pictures.media.files import walk
from pictures.media.ledger import Ledger
from pictures.models import GalleryImage, GalleryRendition

GRACE = timedelta(hours=24)
"""A younger file may belong to something that is still being stored."""
CHUNK = 1024 * 1024
MODEL = GalleryImage._meta.label_lower


class Kind(StrEnum):
    NO_FILE = "no_file"  # a row without its file
    NO_ROW = "no_row"  # a file without a row
    CHANGED = "changed"  # an original whose bytes are not those that came in
    STALE = "stale"  # public copies that should not be there, or are missing
    UNSIGNED = "unsigned"  # public copies that should be signed and could not be


@dataclass(frozen=True, slots=True)
class Finding:
    """`model` and `pk` name the row, "" where there is none; `storage` is an alias."""

    kind: Kind
    storage: str
    name: str = ""
    model: str = ""
    pk: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(*, is_quick: bool = False, grace: timedelta = GRACE) -> Iterator[Finding]:
    """All findings. Quick: without reading originals and asking which copies there should be."""
    for storage in names.STORAGES:
        yield from _compared(storage, grace)
    yield from _unsigned()
    if not is_quick:
        yield from _changed()
        yield from _stale()


def _compared(alias: str, grace: timedelta) -> Iterator[Finding]:
    storage = storages[alias]
    with Ledger() as ledger:
        ledger.expect(names.held(alias))
        ledger.allow(names.possible(alias))
        for name in ledger.unknown(walk(storage)):
            if is_older(storage, name, grace):
                yield Finding(Kind.NO_ROW, alias, name)
        for row in ledger.missing():
            # What was stored since the walk went by is there, and what was deleted has no row.
            if not storage.exists(row.name) and names.is_held(alias, row.name):
                yield Finding(Kind.NO_FILE, alias, row.name, row.model, row.pk)


def is_older(storage: Storage, name: str, age: timedelta) -> bool:
    """False too where the file has gone meanwhile."""
    try:
        return timezone.now() - storage.get_modified_time(name) >= age
    except FileNotFoundError:
        return False


def _changed() -> Iterator[Finding]:
    storage = storages[names.PRIVATE]
    images = GalleryImage.objects.exclude(sha256="").order_by("pk")
    for pk, name, sha256 in images.values_list("pk", "file", "sha256").iterator(chunk_size=2000):
        try:
            found = _hash_of(storage, name)
        except FileNotFoundError:  # that is a finding of its own
            continue
        if found != sha256:
            yield Finding(Kind.CHANGED, names.PRIVATE, name, MODEL, f"{pk}")


def _hash_of(storage: Storage, name: str) -> str:
    found = hashlib.sha256()
    with storage.open(name, "rb") as file:
        while some := file.read(CHUNK):
            found.update(some)
    return found.hexdigest()


def _unsigned() -> Iterator[Finding]:
    copies = GalleryRendition.objects.filter(mark__startswith=UNSIGNED)
    for image_id in copies.order_by("image_id").values_list("image_id", flat=True).distinct():
        yield Finding(Kind.UNSIGNED, names.PUBLIC, "", MODEL, f"{image_id}")


def _stale() -> Iterator[Finding]:
    for image in GalleryImage.objects.order_by("pk").iterator(chunk_size=500):
        if not renditions.is_in_sync(image):
            yield Finding(Kind.STALE, names.PRIVATE, image.file.name, MODEL, f"{image.pk}")
