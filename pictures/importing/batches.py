"""What somebody brings at once, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum
from wagtail.models import Page

from pictures.importing import filing
from pictures.importing.access import NotAllowedError, may_import, require_change
from pictures.models import ImportBatch, ImportState, Licence

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Summary:
    """Files by state; `waiting` counts those too that are in a zip or folder and not yet read."""

    total: int
    waiting: int
    ready: int
    duplicate: int
    near: int
    failed: int
    importing: int
    done: int
    skipped: int

    @property
    def is_busy(self) -> bool:
        """Whether something happens without anybody doing anything."""
        return bool(self.waiting or self.importing)


def start_batch(
    *,
    user: AbstractUser | None,
    topic: Page | None = None,
    licence: str = Licence.CC_BY,
    publish: bool = False,
    key: str = "",
) -> ImportBatch:
    """An empty batch; its values are what new files get. Raises `NotAllowedError`.

    Without a user it is the machine's operator who imports, by the command.
    """
    if user is not None and not may_import(user):
        raise NotAllowedError
    return ImportBatch.objects.create(
        user_id=user.pk if user else None, topic=topic, licence=licence, publish=publish, key=key
    )


def summary(batch: ImportBatch) -> Summary:
    """Two queries, whatever the size of the batch."""
    rows = batch.files.order_by().values("state").annotate(number=Count("pk"))
    counts = {row["state"]: row["number"] for row in rows}
    unread = batch.sources.filter(is_read=False).annotate(read=Count("files"))
    coming = unread.aggregate(number=Sum(F("total") - F("read")))["number"] or 0
    by_state = {state.value: counts.get(state.value, 0) for state in ImportState}
    by_state["waiting"] += max(coming, 0)
    return Summary(total=sum(by_state.values()), **by_state)


def discard(user: AbstractUser, batch: ImportBatch) -> None:
    """Forget the batch and remove its files; what became a picture stays. Raises `NotAllowedError`.

    Files go before the rows that name them: what is interrupted here is done again.
    """
    require_change(user, batch)
    remove_batch(batch)


def remove_batch(batch: ImportBatch) -> None:
    """As `discard`, by the site itself."""
    for row in batch.files.exclude(file="", thumbnail=""):
        filing.remove_files(row)
    for source in batch.sources.exclude(file=""):
        filing.remove([source.file.name])
    batch.delete()
