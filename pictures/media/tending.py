"""The nightly look at the files: what is left over goes to quarantine, numbers go to a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from pictures.media.checking import Kind, check
from pictures.media.mending import KEPT_FOR, empty_quarantine, mend
from pictures.media.usage import measure
from pictures.models import MediaReport

PATIENCE = timedelta(days=7)
"""How old a file without a row must be: longer than a backup that is brought back takes."""
REPORTS = 30


def tend() -> MediaReport:
    """Safe to run twice; reads no original (`check_media` without `--quick` does)."""
    counts: Counter[Kind] = Counter()
    mended = 0
    for finding in check(is_quick=True, grace=PATIENCE):
        counts[finding.kind] += 1
        mended += mend(finding)
    empty_quarantine(timezone.localdate() - KEPT_FOR)
    report = MediaReport.objects.create(
        use={kind: asdict(use) for kind, use in measure().items()},
        findings={kind.value: count for kind, count in counts.items()},
        mended=mended,
    )
    kept = MediaReport.objects.order_by("-pk").values_list("pk", flat=True)[:REPORTS]
    MediaReport.objects.exclude(pk__in=list(kept)).delete()
    return report
