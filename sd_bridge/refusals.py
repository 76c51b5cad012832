# ruff: noqa: N818 - the family's name already says that they are errors
"""Why something asked of a generation or a result is not done.

GenerationError
├── NotAllowed        no permission for it
├── NoEngine          none is set up
├── TooManyWaiting    the editor's share of the queue is used up
├── InvalidRequest    `fields` says what to correct
├── PageGone          the topic or picture was deleted meanwhile
├── AlreadyKept       a kept result is not discarded
└── ResultGone        discarded or expired
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _


class GenerationError(Exception):
    """`str()` and `sentence` are for the editor, in the active language."""

    status = 409
    message = _("This is not possible.")

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        return str(self.message)


class NotAllowed(GenerationError):
    status = 403
    message = _("You are not allowed to generate pictures here.")


class NoEngine(GenerationError):
    message = _("No picture engine is set up. An administrator must add one.")


class TooManyWaiting(GenerationError):
    """`limit` of them may wait."""

    status = 429
    message = _("You already have %(limit)s requests waiting. Let some of them finish first.")

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    @property
    def sentence(self) -> str:
        return str(self.message) % {"limit": self.limit}


class InvalidRequest(GenerationError):
    status = 422
    message = _("Some settings are not possible. Correct the marked fields.")


class PageGone(GenerationError):
    message = _("The page has been deleted.")


class AlreadyKept(GenerationError):
    message = _("This picture has already been kept.")


class ResultGone(GenerationError):
    status = 410
    message = _("This picture is no longer there: it was discarded or has expired.")
