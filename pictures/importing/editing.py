"""What people change before files become pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page

from pictures.importing import filing, reading, registering
from pictures.importing.access import require_change, require_topic
from pictures.importing.refusals import ImportRefusedError
from pictures.models import ImportBatch, ImportFile, ImportState, Licence, NearDecision
from pictures.storable import storable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

EDITABLE = (
    ImportState.READY,
    ImportState.NEAR,
    ImportState.DUPLICATE,
    ImportState.FAILED,
    ImportState.SKIPPED,
)
MAX_TAGS = 30
_TEXTS = {"title": 255, "alt_text": 300}


def edit_files(user: AbstractUser, files: Iterable[ImportFile], **changes: Any) -> list[ImportFile]:
    """Apply `changes` to all `files` that are not pictures yet; those that were changed.

    Changes: `title`, `alt_text`, `tags`, `add_tags`, `topic` (a page or None), `licence`,
    `publish`. Raises `NotAllowedError`, `ImportRefusedError` for a topic that is closed to
    `user`, `ValueError` for anything else.
    """
    values = _checked(user, changes)
    added = _tags(changes.get("add_tags", ()))
    with transaction.atomic():
        rows = _locked(user, files, EDITABLE)
        for row in rows:
            for field, value in values.items():
                setattr(row, field, value)
            row.tags = _tags([*row.tags, *added])
            row.save()
    return rows


def decide_near(user: AbstractUser, files: Iterable[ImportFile], decision: str) -> list[ImportFile]:
    """Import or leave out files that are there already or nearly so; those it was said of.

    It can be said again, as long as nothing has become of them. Raises `NotAllowedError`.
    """
    decision = NearDecision(decision)
    asked = (ImportState.NEAR, ImportState.DUPLICATE, ImportState.SKIPPED, ImportState.READY)
    with transaction.atomic():
        rows = [row for row in _locked(user, files, asked) if _has_other(row)]
        for row in rows:
            row.decision = decision
            if decision == NearDecision.ASK:
                reading.compare(row)
            else:
                is_wanted = decision == NearDecision.IMPORT
                row.state = ImportState.READY if is_wanted else ImportState.SKIPPED
            row.save()
    return rows


def leave_out(user: AbstractUser, files: Iterable[ImportFile]) -> list[ImportFile]:
    """Not to be imported, and their files removed; those it was done to. Raises `NotAllowedError`.

    Files that failed are left out too.
    """
    with transaction.atomic():
        rows = _locked(user, files, EDITABLE)
        for row in rows:
            row.state = ImportState.SKIPPED
            row.save()
    for row in rows:
        filing.remove_files(row)
    return rows


def retry(user: AbstractUser, files: Iterable[ImportFile]) -> list[ImportFile]:
    """Try failed files again: those read before are imported, the others need to be brought anew.

    Those that are tried again. Raises `NotAllowedError`.
    """
    batches: dict[int, ImportBatch] = {}
    with transaction.atomic():
        rows = [row for row in _locked(user, files, (ImportState.FAILED,)) if row.file.name]
        for row in rows:
            row.state, row.error_code, row.error_params = ImportState.READY, "", {}
            row.save()
            batches[row.batch_id] = row.batch
        for batch in batches.values():
            registering.register(user, batch, [row for row in rows if row.batch_id == batch.pk])
    return rows


def _checked(user: AbstractUser, changes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - {*_TEXTS, "tags", "add_tags", "topic", "licence", "publish"}
    if unknown:
        raise ValueError(f"Nothing can be changed by the name of {sorted(unknown)}")
    values: dict[str, Any] = {
        field: storable(str(changes[field])).strip()[:length]
        for field, length in _TEXTS.items()
        if field in changes
    }
    if "tags" in changes:
        values["tags"] = _tags(changes["tags"])
    if "licence" in changes:
        values["licence"] = Licence(changes["licence"])
    if "publish" in changes:
        values["publish"] = bool(changes["publish"])
    if "topic" in changes:
        topic: Page | None = changes["topic"]
        if topic is not None:
            require_topic(user, topic, publish=False, name=topic.title)
        values["topic"] = topic
    return values


def _tags(tags: Sequence[str]) -> list[str]:
    """Tags as they are stored: trimmed, each once whatever its capitals, at most thirty."""
    found: dict[str, str] = {}
    for tag in tags:
        words = " ".join(storable(str(tag)).split())[:100]
        if words:
            found.setdefault(words.lower(), words)
    return list(found.values())[:MAX_TAGS]


def _has_other(row: ImportFile) -> bool:
    return any((row.duplicate_of_id, row.near_of_id, row.twin_id))


def _locked(
    user: AbstractUser, files: Iterable[ImportFile], states: Sequence[str]
) -> list[ImportFile]:
    """The rows as they are now, those in other states left out. Raises `NotAllowedError`."""
    wanted = ImportFile.objects.filter(pk__in=[file.pk for file in files])
    for batch in ImportBatch.objects.filter(pk__in=wanted.order_by().values("batch_id")):
        require_change(user, batch)
    return [row for row in wanted.select_for_update() if row.state in states]


__all__ = ["ImportRefusedError", "decide_near", "edit_files", "leave_out", "retry"]
