"""Files that wait to take the place of a picture's: looked at first, and then used or forgotten.

Each waits as a row of an import of its own, so that nothing is left over where its editor goes
away: the cleaning of imports removes it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pictures.importing import batches, reading
from pictures.importing.found import Found
from pictures.importing.names import split_path
from pictures.intake import IntakeError, TakenIn, read_bounded, take_in
from pictures.models import ImportBatch, ImportFile, PicturePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

PREFIX = "replace:"  # of the keys of such imports; a picture's id follows


class SameFileError(Exception):
    """The picture has exactly this file already."""

    def __str__(self) -> str:
        return _("This is the file that the picture has already.")


def receive(picture: PicturePage, user: AbstractUser, file: BinaryIO, name: str) -> ImportFile:
    """Keep a file of `user` for `picture` aside; an earlier one of theirs gives way.

    Raises `IntakeError`, `SameFileError` and OSError; nothing is stored then.
    """
    shown_name = split_path(name)[1]
    try:
        data = read_bounded(file)
    except IntakeError as error:
        error.name = shown_name
        raise
    batch = ImportBatch.objects.create(user_id=user.pk, key=_key(picture))
    try:
        row = reading.take(batch, Found(shown_name, "", "", len(data), lambda: data), data)
        image = picture.get_latest_revision_as_object().image
        if image is not None and image.sha256 == row.sha256:
            raise SameFileError
    except BaseException:
        batches.remove_batch(batch)
        raise
    for earlier in _batches(picture, user).exclude(pk=batch.pk):
        batches.remove_batch(earlier)
    return row


def waiting(picture: PicturePage, user: AbstractUser, uuid: UUID) -> ImportFile | None:
    """The file of `user` that waits for `picture`; None once it was used or forgotten."""
    rows = ImportFile.objects.filter(uuid=uuid, batch__in=_batches(picture, user))
    return rows.exclude(file="").select_related("batch", "duplicate_of", "near_of").first()


def taken_in(row: ImportFile) -> TakenIn:
    """What intake says of the file that waits. Raises `IntakeError` and FileNotFoundError."""
    with row.file.open("rb") as file:
        return take_in(file.read(), name=row.name)


def forget(row: ImportFile) -> None:
    """Remove a file that is not used after all, or what is left of one that was, once it is
    certain."""
    transaction.on_commit(partial(batches.remove_batch, row.batch))


def _batches(picture: PicturePage, user: AbstractUser):
    return ImportBatch.objects.filter(user_id=user.pk, key=_key(picture))


def _key(picture: PicturePage) -> str:
    return f"{PREFIX}{picture.pk}"
