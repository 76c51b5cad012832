"""The import screen's table: a page of rows as they are to be shown, and what they add up to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pictures.importing.batches import Summary, summary
from pictures.models import ImportBatch, ImportFile, ImportState

PAGE_LENGTH = 50
FILTERS = {
    "all": tuple(ImportState),
    "ready": (ImportState.READY,),
    "attention": (ImportState.NEAR, ImportState.FAILED),
    "duplicate": (ImportState.DUPLICATE, ImportState.SKIPPED),
    "done": (ImportState.DONE,),
}
ICONS = {
    ImportState.WAITING: "time",
    ImportState.READY: "circle-check",
    ImportState.DUPLICATE: "copy",
    ImportState.NEAR: "copy",
    ImportState.FAILED: "warning",
    ImportState.IMPORTING: "spinner",
    ImportState.DONE: "check",
    ImportState.SKIPPED: "minus",
}


def describe_batch(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """What the screen asks again and again; queries do not grow with the number of rows."""
    chosen = request.GET.get("show", "all")
    states = FILTERS.get(chosen, FILTERS["all"])
    paginator = Paginator(shown(batch, states), PAGE_LENGTH)
    page = paginator.get_page(request.GET.get("page"))
    found = summary(batch)
    return {
        "summary": _numbers(batch, found),
        "headline": headline(found),
        "announcement": _announcement(found),
        "is_active": is_active(batch, found),
        "reading": _reading(batch),
        "rows": [
            {
                "id": str(row.uuid),
                "can_select": row.state not in (ImportState.DONE, ImportState.IMPORTING),
                "html": render_to_string("pictures/import/_row.html", {"row": row}, request),
            }
            for row in page
        ],
        "page": page.number,
        "pages": paginator.num_pages,
        "matching": paginator.count,
    }


def shown(batch: ImportBatch, states: tuple[ImportState, ...]) -> QuerySet[ImportFile]:
    rows = batch.files.filter(state__in=states).order_by("position", "pk")
    return rows.select_related("topic", "picture", "duplicate_of", "near_of", "twin")


def is_active(batch: ImportBatch, found: Summary) -> bool:
    """Whether something still changes by itself."""
    return found.is_busy or batch.sources.filter(is_read=False).exists()


def headline(found: Summary) -> str:
    if not found.total:
        return _("No files yet")
    return _("%(done)s of %(total)s imported") % {
        "done": number_format(found.done),
        "total": number_format(found.total),
    }


def _numbers(batch: ImportBatch, found: Summary) -> dict[str, int]:
    names = ("total", "done", "ready", "duplicate", "near", "failed")
    return {
        "waiting": found.waiting + found.importing,
        **{name: getattr(found, name) for name in names},
        # Those refused when they were read are not kept: they can only be brought again.
        "retryable": batch.files.filter(state=ImportState.FAILED).exclude(file="").count(),
    }


def _announcement(found: Summary) -> str:
    """What a screen reader says: it changes with each tenth only while much happens."""
    if found.is_busy:
        settled = found.total - found.waiting - found.importing
        tenth = 10 * (10 * settled // max(found.total, 1))
        return _("%(percent)s%% read") % {"percent": tenth}
    return headline(found)


def _reading(batch: ImportBatch) -> list[str]:
    """A sentence for each zip or folder that is still being read."""
    sentences = []
    for source in batch.sources.filter(is_read=False).order_by("pk"):
        if source.total is None:
            sentences.append(_("“%(name)s” is being opened.") % {"name": source.name})
        else:
            sentences.append(
                ngettext(
                    "“%(name)s”: %(count)s picture is being read.",
                    "“%(name)s”: %(count)s pictures are being read.",
                    source.total,
                )
                % {"name": source.name, "count": number_format(source.total)}
            )
    return sentences


def thumbnail_url(row: ImportFile) -> str:
    """ "" while there is none. The address changes with the file, so it may be cached."""
    if not row.thumbnail:
        return ""
    return reverse("import:thumbnail", args=[row.uuid])
