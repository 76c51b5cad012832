"""Work of imports on the `default` queue: a chunk, then whoever else waits has a turn."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from pictures.importing import going_on, registering, sources
from pictures.models import ImportBatch, ImportFile, ImportSource, ImportState

logger = logging.getLogger(__name__)


@task(queue_name="default")
def register_import(batch_id: int) -> int:
    """Make pictures of one chunk of a batch, and enqueue the next; how many rows were settled."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        return 0
    try:
        rows = registering.register_chunk(batch)
    except (OperationalError, InterfaceError):
        raise  # the database is away or busy: the scheduler has the chunk taken again
    except Exception:
        # Taken again, it would fail again, for ever.
        _fail_chunk(batch)
        logger.exception("A chunk of import %s could not be registered", batch)
        raise
    if batch.files.filter(state=ImportState.IMPORTING).exists():
        register_import.enqueue(batch_id)
    return len(rows)


@task(queue_name="default")
def read_source(source_id: int) -> None:
    """Read pictures of a zip or folder for some seconds, and enqueue the rest."""
    source = ImportSource.objects.filter(pk=source_id, is_read=False).first()
    if source is None:
        return
    if sources.read_some(source):
        read_source.enqueue(source_id)
    elif source.is_read:
        going_on.go_on(source.batch)


def _fail_chunk(batch: ImportBatch) -> None:
    with transaction.atomic():
        stuck = batch.files.filter(state=ImportState.IMPORTING).values_list("pk", flat=True)
        ImportFile.objects.filter(pk__in=list(stuck[: registering.CHUNK])).update(
            state=ImportState.FAILED, error_code="internal", updated_at=timezone.now()
        )
    if batch.files.filter(state=ImportState.IMPORTING).exists():
        registering.enqueue(batch.pk)
