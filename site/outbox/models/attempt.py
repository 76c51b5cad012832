"""What mails and webhooks have in common: something that is tried until it is taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")
    DROPPED = "dropped", _("No longer wanted")


OPEN_STATES = (MessageState.WAITING, MessageState.SENDING)


class AttemptQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        """Whose next try has come, also because the worker that had taken them was killed."""
        return self.filter(state__in=OPEN_STATES, next_try_at__lte=now)

    def finished_before(self, moment: datetime) -> Self:
        return self.exclude(state__in=OPEN_STATES).filter(created_at__lt=moment)


class Attempt(models.Model):
    """While it is being sent, `next_try_at` is when it may be taken from its worker."""

    LEASE: ClassVar[timedelta]  # longer than any conversation with a server may take

    state = models.CharField(
        _("state"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    next_try_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = AttemptQuerySet.as_manager()

    class Meta:
        abstract = True

    def retry_after(self) -> timedelta | None:
        """How long to wait after the failure of this attempt; None: give up."""
        raise NotImplementedError

    def take(self) -> bool:
        """Claim it for this worker; False where another has it, or it is not due."""
        now = timezone.now()
        rows = (
            type(self)
            .objects.due(now)
            .filter(pk=self.pk)
            .update(
                state=MessageState.SENDING,
                attempts=F("attempts") + 1,
                next_try_at=now + self.LEASE,
            )
        )
        if rows:
            self.refresh_from_db()
        return bool(rows)

    def note_sent(self, **more: Any) -> None:
        self._note(state=MessageState.SENT, sent_at=timezone.now(), error="", **more)

    def note_dropped(self, **more: Any) -> None:
        self._note(state=MessageState.DROPPED, error="", **more)

    def note_failure(self, error: str, *, is_final: bool = False, **more: Any) -> None:
        """Wait longer each time, and give up after the last."""
        wait = None if is_final else self.retry_after()
        if wait is None:
            self._note(state=MessageState.FAILED, error=error[:300], **more)
        else:
            later = timezone.now() + wait
            self._note(state=MessageState.WAITING, error=error[:300], next_try_at=later, **more)

    def _note(self, **fields: Any) -> None:
        """Only while the claim is this worker's: `attempts` counts the claims."""
        mine = Q(pk=self.pk, state=MessageState.SENDING, attempts=self.attempts)
        if type(self).objects.filter(mine).update(**fields):
            for name, value in fields.items():
                setattr(self, name, value)
