"""Mail that waits for its delivery."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_SUBJECT = 500
LEASE = timedelta(minutes=10)  # longer than any conversation with a mail server may take
RETRY_AFTER = (  # about two days in all
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 4, 8, 12, 22)),
)


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")
    DROPPED = "dropped", _("No longer wanted")


class MessageQuerySet(models.QuerySet):
    def due(self, now: datetime) -> MessageQuerySet:
        """Whose next try has come, also because the worker that had taken them was killed."""
        states = [MessageState.WAITING, MessageState.SENDING]
        return self.filter(state__in=states, next_try_at__lte=now)

    def finished_before(self, moment: datetime) -> MessageQuerySet:
        open_states = [MessageState.WAITING, MessageState.SENDING]
        return self.exclude(state__in=open_states).filter(created_at__lt=moment)


class Message(models.Model):
    """One mail to one address. `key` names what it tells: a second one of that key is not made.

    While it is being sent, `next_try_at` is when it may be taken from its worker. Its words are
    forgotten once it is sent: they may hold addresses that open an account. `about` is for whoever
    looks again, right before delivery, whether the mail is still wanted (`outbox.wanted`).
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=MAX_SUBJECT)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict, blank=True)
    about = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    next_try_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["state", "next_try_at", "id"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def take(self) -> bool:
        """Claim it for this worker; False where another has it, or it is not due."""
        now = timezone.now()
        rows = (
            Message.objects.due(now)
            .filter(pk=self.pk)
            .update(state=MessageState.SENDING, attempts=F("attempts") + 1, next_try_at=now + LEASE)
        )
        if rows:
            self.refresh_from_db()
        return bool(rows)

    def note_sent(self) -> None:
        self._note(state=MessageState.SENT, sent_at=timezone.now(), text="", html="", error="")

    def note_dropped(self) -> None:
        self._note(state=MessageState.DROPPED, text="", html="", error="")

    def note_failure(self, error: str) -> None:
        """Wait longer each time, and give up after the last."""
        if self.attempts > len(RETRY_AFTER):
            self._note(state=MessageState.FAILED, error=error[:300])
        else:
            later = timezone.now() + RETRY_AFTER[self.attempts - 1]
            self._note(state=MessageState.WAITING, error=error[:300], next_try_at=later)

    def _note(self, **fields: object) -> None:
        """Only while the claim is this worker's: `attempts` counts the claims."""
        mine = Q(pk=self.pk, state=MessageState.SENDING, attempts=self.attempts)
        if Message.objects.filter(mine).update(**fields):
            for name, value in fields.items():
                setattr(self, name, value)
