"""Several files brought at once: each is taken or refused by itself, and counts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import ngettext

from accounts.requests import user_of
from community import submission_files
from community.submission_duplicates import Likenesses, described
from community.submission_files import MOST_WAITING, DuplicateError
from limits.checking import TooMany, spend
from limits.words import refusal, waiting
from pictures.importing.names import split_path
from pictures.intake import IntakeError
from pictures.models import ImportFile
from topics.models import TopicPage


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken; `same` where the library has it already."""

    name: str
    reason: str
    same: Likenesses | None = None


@dataclass(slots=True)
class Brought:
    rows: list[ImportFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def bring(request: HttpRequest, topic: TopicPage, files: Sequence[UploadedFile]) -> Brought:
    """Keep `files` for `topic` aside, each that passes; never more than may wait.

    Raises `TooMany` where not even the first may be sent.
    """
    brought = Brought()
    spent: TooMany | None = None
    for number, file in enumerate(files):
        name = split_path(file.name or "")[1]
        if number >= MOST_WAITING:
            brought.refused.append(Refused(name, _too_many_at_once()))
            continue
        try:
            if spent is None:
                spend("submit", request)
        except TooMany as error:
            if number == 0:
                raise
            spent = error
        if spent is not None:
            reason = f"{refusal(is_known=True)} {waiting(spent.seconds)}"
            brought.refused.append(Refused(name, reason))
        else:
            _take(request, topic, file, name, brought)
    return brought


def _take(
    request: HttpRequest, topic: TopicPage, file: UploadedFile, name: str, brought: Brought
) -> None:
    user = user_of(request)
    try:
        sent = cast(BinaryIO, file)
        brought.rows.append(submission_files.receive(user, topic, sent, file.name or ""))
    except IntakeError as error:
        brought.refused.append(Refused(name, str(error)))
    except DuplicateError as error:
        same = described(user, [error.image])
        brought.refused.append(Refused(name, str(error), same))


def _too_many_at_once() -> str:
    return ngettext(
        "%(number)s file at once at most; please send this one afterwards.",
        "%(number)s files at once at most; please send this one afterwards.",
        MOST_WAITING,
    ) % {"number": MOST_WAITING}
