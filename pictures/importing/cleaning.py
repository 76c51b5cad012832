"""What killed processes and forgetful people leave behind, found by its rows."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from pictures.importing import filing, going_on, registering
from pictures.importing.sources import SILENCE, close
from pictures.models import ImportBatch, ImportFile, ImportSource, ImportState

KEPT = timedelta(days=14)
"""How long files wait to be imported, and the thumbnails of imported ones to be looked at."""


def resume() -> int:
    """Have whatever lost its worker go on; how many batches and sources."""
    before = timezone.now() - SILENCE
    stuck = ImportFile.objects.filter(state=ImportState.IMPORTING, updated_at__lt=before)
    batches = set(stuck.order_by().values_list("batch_id", flat=True))
    stuck.update(updated_at=timezone.now())  # asked for once in two minutes
    for batch_id in batches:
        registering.enqueue(batch_id)
    resumed = len(batches) + _resume_sources(before) + fail_interrupted()
    return resumed + going_on.left_lying(before)


def fail_interrupted() -> int:
    """Tell of uploads whose reading was cut off, and remove what was written of them; how many."""
    rows = _interrupted()
    for row in rows:
        filing.remove_files(row)
        row.state, row.error_code = ImportState.FAILED, "interrupted"
        row.save(update_fields=["state", "error_code", "updated_at"])
    return len(rows)


def expire() -> int:
    """Remove the files that nobody has imported in two weeks; how many rows were changed.

    The rows stay: what became of each file can still be read.
    """
    old = ImportBatch.objects.filter(created_at__lt=timezone.now() - KEPT)
    for source in ImportSource.objects.filter(batch__in=old, is_read=False):
        close(source)
    count = 0
    for row in _with_files(ImportFile.objects.filter(batch__in=old)).iterator():
        has_file = bool(row.file.name)
        filing.remove_files(row)
        if has_file and row.state != ImportState.IMPORTING:
            row.state, row.error_code = ImportState.FAILED, "expired"
            row.save(update_fields=["state", "error_code", "updated_at"])
        count += 1
    return count


def _resume_sources(before) -> int:
    from pictures.importing.tasks import read_source

    sources = ImportSource.objects.filter(is_read=False, updated_at__lt=before)
    ids = list(sources.values_list("pk", flat=True))
    ImportSource.objects.filter(pk__in=ids).update(updated_at=timezone.now())
    for source_id in ids:
        read_source.enqueue(source_id)
    return len(ids)


def _interrupted() -> list[ImportFile]:
    before = timezone.now() - SILENCE
    rows = ImportFile.objects.filter(state=ImportState.WAITING, updated_at__lt=before)
    return list(rows.exclude(source__is_read=False))


def _with_files(rows: QuerySet[ImportFile]) -> QuerySet[ImportFile]:
    rows = rows.exclude(state=ImportState.IMPORTING)
    return rows.exclude(file="", thumbnail="").order_by("pk")
