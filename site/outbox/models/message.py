"""Mail that waits for its delivery."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.models.attempt import Attempt

MAX_SUBJECT = 500
LEASE = timedelta(minutes=10)
RETRY_AFTER = (  # about two days in all
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 4, 8, 12, 22)),
)


class Message(Attempt):
    """One mail to one address. `key` names what it tells: a second one of that key is not made.

    Its words are forgotten once it is sent: they may hold addresses that open an account. `about`
    is for whoever looks again, right before delivery, whether the mail is still wanted
    (`outbox.wanted`).
    """

    LEASE = LEASE

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

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["state", "next_try_at", "id"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def retry_after(self) -> timedelta | None:
        done = self.attempts - 1
        return RETRY_AFTER[done] if done < len(RETRY_AFTER) else None

    def note_sent(self, **more: Any) -> None:
        super().note_sent(text="", html="", **more)

    def note_dropped(self, **more: Any) -> None:
        super().note_dropped(text="", html="", **more)
