"""From the bytes of a file to a row that is ready to become a picture, or says why it cannot."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from pictures import duplicates, sidecars
from pictures.importing import filing
from pictures.importing.found import Found
from pictures.importing.proposals import propose
from pictures.importing.refusals import ImportRefusedError
from pictures.intake import TakenIn, take_in_with_sample
from pictures.intake_errors import IntakeError
from pictures.models import ImportBatch, ImportFile, ImportSource, ImportState, NearDecision
from pictures.recipe import Recipe

if TYPE_CHECKING:
    from PIL import Image

_NO_TWINS = (
    ImportState.WAITING,
    ImportState.FAILED,
    ImportState.SKIPPED,
    ImportState.DUPLICATE,
)


def read(batch: ImportBatch, found: Found, *, source: ImportSource | None = None) -> ImportFile:
    """The row of a file. Never raises for what is wrong with the file: the row tells it.

    Raises OSError where the private storage has no room; nothing is left behind then.
    """
    try:
        return take(batch, found, found.read(), source=source)
    except (IntakeError, ImportRefusedError) as error:
        row = new_row(batch, found, source)
        fail(row, error)
        insert(row)
        return row


def take(
    batch: ImportBatch, found: Found, data: bytes, *, source: ImportSource | None = None
) -> ImportFile:
    """The row of a file whose bytes are `data`. Raises `IntakeError` and OSError; no row then."""
    taken, sample = take_in_with_sample(data, name=found.name)
    row = new_row(batch, found, source)
    describe(row, taken, recipe_of(taken, found))
    filing.name_files(row, taken)
    insert(row)
    _write(row, taken, sample)
    settle(row)
    return row


def fail(row: ImportFile, error: IntakeError | ImportRefusedError) -> None:
    """Note on the unsaved `row` why it cannot come in."""
    row.state = ImportState.FAILED
    row.error_code = error.code
    if isinstance(error, ImportRefusedError):
        row.error_params = error.params
    elif error.limit:
        row.error_params = {"limit": error.limit}


def settle(row: ImportFile) -> None:
    """Decide whether a row whose files are written is ready, a duplicate or nearly one."""
    with transaction.atomic():
        # The lock lets one of two equal files that come at the same moment see the other.
        ImportBatch.objects.select_for_update().filter(pk=row.batch_id).first()
        compare(row)
        row.save()


def compare(row: ImportFile) -> None:
    """Set the state of the unsaved `row` by what the library and its batch have."""
    row.duplicate_of = row.near_of = row.twin = None
    known = duplicates.exact(row.sha256)
    others = ImportFile.objects.filter(batch_id=row.batch_id).exclude(pk=row.pk)
    others = others.exclude(state__in=_NO_TWINS)
    twin = others.filter(sha256=row.sha256).first()
    if known or twin:
        row.state = ImportState.DUPLICATE
        row.duplicate_of = known[0] if known else None
        row.twin = twin
        return
    near = duplicates.near(row.dhash)
    near_twins = duplicates.near_ids(others, row.dhash)
    if near or near_twins:
        row.near_of = near[0] if near else None
        row.twin_id = near_twins[0][1] if near_twins else None
        row.state = ImportState.NEAR
        return
    row.state = ImportState.READY


def describe(row: ImportFile, taken: TakenIn, recipe: Recipe) -> None:
    """Write to the unsaved `row` what intake learnt, and what that proposes."""
    row.size = len(taken.data)
    row.sha256, row.dhash = taken.sha256, taken.dhash
    row.width, row.height = taken.width, taken.height
    row.facts = facts_of(taken)
    row.recipe_data = recipe.as_json()
    for field, value in propose(recipe, row.name).items():
        setattr(row, field, value)


def facts_of(taken: TakenIn) -> dict[str, Any]:
    focal = taken.focal_point
    return {
        "format": taken.format,
        "dominant_colour": taken.dominant_colour,
        "focal_point": [focal.x, focal.y, focal.width, focal.height],
        "raw_metadata": taken.raw_metadata,
        "text_size": sum(map(len, taken.raw_metadata.values())),
        "file_hash": hashlib.sha1(taken.data, usedforsecurity=False).hexdigest(),  # Wagtail's own
    }


def recipe_of(taken: TakenIn, found: Found) -> Recipe:
    """The file's own, or that of the text beside it; a text that cannot be read is passed over."""
    if found.sidecar is None:
        return taken.recipe
    name, read_text = found.sidecar
    try:
        return sidecars.merged(taken.recipe, sidecars.read_sidecar(name, read_text()))
    except (IntakeError, ImportRefusedError):
        return taken.recipe


def new_row(batch: ImportBatch, found: Found, source: ImportSource | None = None) -> ImportFile:
    return ImportFile(
        batch=batch,
        source=source,
        entry=found.entry,
        name=found.name,
        folder=found.folder,
        size=found.size,
        topic_id=batch.topic_id,
        licence=batch.licence,
        publish=batch.publish,
        decision=NearDecision.ASK,
    )


def insert(row: ImportFile) -> None:
    """Store the row at the end of its batch, before any file of it is written."""
    with transaction.atomic():
        ImportBatch.objects.select_for_update().filter(pk=row.batch_id).first()
        last = ImportFile.objects.filter(batch_id=row.batch_id).aggregate(last=Max("position"))
        row.position = (last["last"] or 0) + 1
        row.save(force_insert=True)


def _write(row: ImportFile, taken: TakenIn, sample: Image.Image) -> None:
    try:
        filing.write_files(row, taken, sample)
    except BaseException:
        filing.remove([row.file.name, row.thumbnail.name])
        row.delete()
        raise
