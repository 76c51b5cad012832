"""The doors of the admin: a file, a zip, a folder of the server, an address of the web."""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

from django.core.files.base import File
from django.db import transaction

from pictures import sidecars
from pictures.importing import fetching, filing, folders, reading
from pictures.importing.found import Found
from pictures.importing.names import split_path
from pictures.importing.proposals import propose
from pictures.importing.refusals import ImportRefusedError
from pictures.importing.zips import MAX_UNPACKED, ZipReader
from pictures.intake import read_bounded
from pictures.intake_errors import IntakeError
from pictures.models import ImportBatch, ImportFile, ImportSource, ImportState
from pictures.models.gallery_image import private_storage


def add_file(
    batch: ImportBatch, file: BinaryIO | bytes, name: str, *, folder: str = ""
) -> ImportFile:
    """Read one file at once; its row, which says so where it cannot come in.

    A text beside a picture (`cat.txt`, `cat.json`) adds its recipe to the row of the picture, which
    has to be there already, and gives that row.
    """
    shown_folder, shown_name = split_path(f"{folder}/{name}")
    found = Found(shown_name, shown_folder, "", 0, partial(read_bounded, file))
    if sidecars.is_sidecar_name(shown_name):
        return _add_sidecar(batch, found)
    return reading.read(batch, found)


def add_zip(batch: ImportBatch, file: File, name: str) -> ImportSource:
    """Keep a zip and have its pictures read in the background. Raises `ImportRefusedError`."""
    shown_name = split_path(name)[1]
    if file.size > MAX_UNPACKED:
        raise ImportRefusedError("too_large", name=shown_name, limit=str(MAX_UNPACKED // 1024**2))
    total = len(ZipReader(cast(BinaryIO, file), name=shown_name).pictures())
    source = ImportSource(batch=batch, name=shown_name, total=total)
    source.file.name = f"imports/zips/{batch.uuid.hex}-{secrets.token_hex(8)}.zip"
    source.save()  # before the file: what a killed process leaves behind has a row
    file.seek(0)
    try:
        private_storage().save(source.file.name, file)
    except BaseException:
        filing.remove([source.file.name])
        source.delete()
        raise
    _enqueue(source)
    return source


def add_zip_or_say_why(batch: ImportBatch, file: File, name: str) -> ImportFile | None:
    """As `add_zip`; the row that says why a zip is refused, None where its pictures come."""
    try:
        add_zip(batch, file, name)
    except ImportRefusedError as error:
        folder, shown_name = split_path(name)
        row = reading.new_row(batch, Found(shown_name, folder, "", file.size, bytes))
        reading.fail(row, error)
        reading.insert(row)
        return row
    return None


def add_folder(batch: ImportBatch, folder: str) -> ImportSource:
    """Have the pictures of an open folder of the server read in the background.

    Raises `ImportRefusedError`.
    """
    place = folders.allowed(folder)
    name = split_path(f"{place}")[1]
    source = ImportSource.objects.create(batch=batch, name=name, path=str(place))
    _enqueue(source)
    return source


def add_address(
    batch: ImportBatch, address: str, *, rules: fetching.Rules = fetching.RULES
) -> ImportFile:
    """Fetch a picture from the web, at most `rules.seconds` long; its row, shown under its server.

    The row says so where it cannot come in. One of the same address that failed before goes.
    """
    folder, name = _shown_parts(address)
    entry = hashlib.sha256(address.encode(errors="replace")).hexdigest()
    read = partial(fetching.fetch, address, name=name, rules=rules)
    row = reading.read(batch, Found(name, folder, entry, 0, read))
    former = batch.files.filter(state=ImportState.FAILED, entry=entry, source=None)
    former.exclude(pk=row.pk).delete()
    return row


def _shown_parts(address: str) -> tuple[str, str]:
    """The server, and the last part of the path; the server alone where there is none."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", unquote(parts.path).strip("/")
    except ValueError:
        host, path = "", ""
    if host and path:
        return split_path(f"{host}/x")[0], split_path(path)[1]
    return "", split_path(host or address[:100].rstrip("/"))[1]


def _enqueue(source: ImportSource) -> None:
    from pictures.importing.tasks import read_source

    transaction.on_commit(partial(read_source.enqueue, source.pk))


def _add_sidecar(batch: ImportBatch, found: Found) -> ImportFile:
    """Give the recipe to the row of the picture; a row of its own where there is none."""
    try:
        recipe = sidecars.read_sidecar(found.name, found.read())
        row = _picture_of(batch, found)
    except (IntakeError, ImportRefusedError) as error:
        row = reading.new_row(batch, found)
        reading.fail(row, error)
        reading.insert(row)
        return row
    before = propose(row.recipe, row.name)
    row.recipe_data = sidecars.merged(row.recipe, recipe).as_json()
    for field, value in propose(row.recipe, row.name).items():
        if getattr(row, field) == before[field]:  # nobody has changed it meanwhile
            setattr(row, field, value)
    row.save()
    return row


def _picture_of(batch: ImportBatch, found: Found) -> ImportFile:
    names = sidecars.picture_names_of(found.name)
    open_rows = batch.files.filter(folder=found.folder).exclude(
        state__in=[ImportState.FAILED, ImportState.IMPORTING, ImportState.DONE]
    )
    for row in open_rows.order_by("-position"):
        if row.name.lower() in names:
            return row
    raise ImportRefusedError("sidecar_alone", name=found.name)
