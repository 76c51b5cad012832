# ruff: noqa: N818 - the family's name already says that they are errors
"""Why something asked of a generation or a result is not done.

GenerationError
├── NotAllowed        no permission for it
│   ├── SourceNotAllowed  nor for the picture to start from
│   └── KeepNotAllowed    nor for what is to become of a kept picture
├── NoEngine          none is set up
├── TooManyWaiting    the editor's share of the queue is used up
├── QuotaUsedUp       as are the pictures of the day
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


class SourceNotAllowed(NotAllowed):
    message = _("You may not use this picture.")

    def __init__(self) -> None:
        super().__init__({"source": str(self.message)})


class KeepNotAllowed(NotAllowed):
    message = _("You may not do that in this topic.")

    def __init__(self) -> None:
        super().__init__({"action": str(self.message)})


class NoEngine(GenerationError):
    message = _("No picture engine is set up. An administrator must add one.")


class TooManyWaiting(GenerationError):
    """`limit` of them may wait or run at a time."""

    status = 429
    message = _(
        "You already have %(limit)s requests waiting or running. Let some of them finish first."
    )

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    @property
    def sentence(self) -> str:
        return str(self.message) % {"limit": self.limit}


class QuotaUsedUp(GenerationError):
    """`limit` pictures a day, of which `used` were asked for already; `asked` are too many."""

    status = 429
    message = _(
        "You have used %(used)s of your %(limit)s pictures of today; this request asks for "
        "%(asked)s. The count starts again at midnight."
    )

    def __init__(self, *, limit: int, used: int, asked: int) -> None:
        super().__init__()
        self.limit, self.used, self.asked = limit, used, asked
        if limit > used:
            self.fields = {"count": self.sentence}

    @property
    def sentence(self) -> str:
        return str(self.message) % {"limit": self.limit, "used": self.used, "asked": self.asked}


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
