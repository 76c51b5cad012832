"""Results nobody kept, and the files that nobody needs any more."""

from __future__ import annotations

from django.db import transaction

from sd_bridge import result_files
from sd_bridge.models import Generation, Result

BATCH = 200


def expire_results() -> int:
    """Remove results not kept in time, with their files; how many.

    Of kept ones the row stays as the record of where a picture came from; their file was copied
    when they were kept.
    """
    count = 0
    while batch := list(_expired().values_list("pk", flat=True)[:BATCH]):
        count += len(batch)
        for pk in batch:
            _expire(pk)
    return count


def _expired():
    unkept = Result.objects.expired().unkept()
    return (unkept | Result.objects.expired().exclude(file="")).order_by("pk")


def _expire(pk: int) -> None:
    with transaction.atomic():
        result = Result.objects.select_for_update().filter(pk=pk).first()
        if result is None:
            return
        result_files.remove_when_committed([result.file.name])
        if result.is_kept:
            result.file = ""
            result.save(update_fields=["file"])
        else:
            result.delete()


def expire_previews() -> int:
    """Remove the previews of generations that do not run any more; how many."""
    named = set(Generation.objects.running().exclude(preview="").values_list("preview", flat=True))
    stale = result_files.settled_previews(named)
    result_files.remove(stale)
    return len(stale)
