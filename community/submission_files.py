"""Files that members bring: through intake, and kept aside until the words are written.

The way to a submission has two steps, so that it works without JavaScript and nobody has to choose
a file twice: the file is read, then its recipe and proposals are shown for checking. Meanwhile it
waits as a row of an import that nobody else sees; the import's cleaning removes what was forgotten.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pictures import duplicates
from pictures.importing import batches, reading
from pictures.importing.found import Found
from pictures.importing.names import split_path
from pictures.intake import IntakeError, TakenIn, read_bounded, take_in
from pictures.models import GalleryImage, ImportBatch, ImportFile, ImportState
from topics.models import TopicPage

if TYPE_CHECKING:
    from accounts.models import User

KEY = "submission"  # of the imports that hold members' files
MOST_WAITING = 10
"""Files of one member that may wait for their words; an older one gives way."""
ONE_SITTING = timedelta(hours=1)


class DuplicateError(Exception):
    """The library has exactly this file already, as `image`."""

    def __init__(self, image: GalleryImage) -> None:
        super().__init__(image.pk)
        self.image = image

    def __str__(self) -> str:
        return _("This picture is already here.")


def receive(user: User, topic: TopicPage, file: BinaryIO, name: str) -> ImportFile:
    """Keep a file of `user` for `topic` aside. Raises `IntakeError` and `DuplicateError`.

    Nothing is stored then.
    """
    shown_name = split_path(name)[1]
    data = _read(file, shown_name)
    refuse_duplicate(hashlib.sha256(data).hexdigest())
    batch = ImportBatch.objects.create(user=user, topic=topic, key=KEY)
    try:
        row = reading.take(batch, Found(shown_name, "", "", len(data), lambda: data), data)
    except BaseException:
        batches.remove_batch(batch)
        raise
    _forget_oldest(user)
    return row


def take_replacement(file: BinaryIO, name: str) -> TakenIn:
    """As `receive`, for a file that is used at once."""
    shown_name = split_path(name)[1]
    data = _read(file, shown_name)
    refuse_duplicate(hashlib.sha256(data).hexdigest())
    return take_in(data, name=shown_name)


def refuse_duplicate(sha256: str) -> None:
    """Raise `DuplicateError` where the library has exactly these bytes."""
    known = duplicates.exact(sha256)
    if known:
        raise DuplicateError(known[0])


def waiting(user: User, uuid: UUID) -> ImportFile | None:
    """The file of `user` that waits for its words; None for another's, or once it was sent."""
    return _waiting(user).filter(uuid=uuid).select_related("batch", "topic", "twin").first()


def waiting_for(
    topic: TopicPage, user: User, *, without: ImportFile | None = None
) -> list[ImportFile]:
    """Files of `user` that wait for their words to go to `topic`, in the order they came."""
    rows = _waiting(user).filter(batch__topic_id=topic.pk).order_by("pk")
    return list(rows.exclude(pk=without.pk) if without else rows)


def following(topic: TopicPage, user: User) -> ImportFile | None:
    """The next of the files brought just now, once one of them was sent."""
    lately = timezone.now() - ONE_SITTING
    rows = _waiting(user).filter(batch__topic_id=topic.pk, batch__created_at__gt=lately)
    return rows.order_by("pk").first()


def _waiting(user: User) -> QuerySet[ImportFile]:
    open_states = (ImportState.READY, ImportState.NEAR, ImportState.DUPLICATE)
    rows = ImportFile.objects.filter(batch__user=user, batch__key=KEY, state__in=open_states)
    return rows.exclude(file="")


def forget(row: ImportFile) -> None:
    """Remove a file that is not sent after all, or what is left of one that was."""
    batches.remove_batch(row.batch)


def forget_later(row: ImportFile) -> None:
    """As `forget`, once the transaction is stored."""
    transaction.on_commit(partial(batches.remove_batch, row.batch), robust=True)


def forget_all(user_id: int) -> None:
    for batch in ImportBatch.objects.filter(user_id=user_id, key=KEY):
        batches.remove_batch(batch)


def _read(file: BinaryIO, name: str) -> bytes:
    try:
        return read_bounded(file)
    except IntakeError as error:
        error.name = name
        raise


def _forget_oldest(user: User) -> None:
    own = ImportBatch.objects.filter(user=user, key=KEY).order_by("-created_at", "-pk")
    for batch in own[MOST_WAITING:]:
        batches.remove_batch(batch)
