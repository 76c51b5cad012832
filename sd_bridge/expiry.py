"""Results nobody kept, and the files that nobody needs any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

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


def expire_sources() -> int:
    """Remove what requests started from and what was said of it, after the time of results.

    Says of how many. Copies whose request was never stored go too.
    """
    before = timezone.now() - Result.LIFETIME
    old = Generation.objects.finished().filter(finished_at__lt=before)
    count = 0
    for pk in old.exclude(source_file="", caption="").values_list("pk", flat=True):
        count += _expire_source(pk)
    kept = Generation.objects.exclude(source_file="").values_list("source_file", flat=True)
    result_files.remove(result_files.settled("sources", set(kept)))
    return count


def _expire_source(pk: int) -> int:
    with transaction.atomic():
        rows = Generation.objects.select_for_update().filter(~Q(source_file="", caption=""), pk=pk)
        generation = rows.first()
        if generation is None:
            return 0
        result_files.remove_when_committed([generation.source_file.name])
        return Generation.objects.filter(pk=pk).update(source_file="", caption="")


def expire_previews() -> int:
    """Remove the previews of generations that do not run any more; how many."""
    named = set(Generation.objects.running().exclude(preview="").values_list("preview", flat=True))
    stale = result_files.settled("previews", named)
    result_files.remove(stale)
    return len(stale)
