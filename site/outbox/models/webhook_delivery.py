"""One event on its way to one webhook."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.models.attempt import OPEN_STATES, Attempt, MessageState
from outbox.models.webhook import Webhook

WEBHOOK_RETRY_AFTER = (  # about a day in all
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 7, 9)),
)
JITTER = 0.15  # of each wait, either way: many that failed together do not come back together
MAX_EXCERPT = 200
KEPT = timedelta(days=30)


class WebhookDelivery(Attempt):
    """`message_id` is the event's own, whatever the attempt: receivers know by it what they have.

    `body` is what is posted, in every attempt the same. `answer`, `status_code` and
    `milliseconds` are of the last attempt. `retried_from` counts the attempts before somebody had
    it sent again.
    """

    LEASE = timedelta(minutes=2)

    webhook = models.ForeignKey(
        Webhook, verbose_name=_("webhook"), on_delete=models.CASCADE, related_name="deliveries"
    )
    message_id = models.CharField(_("webhook-id"), max_length=60)
    event = models.CharField(_("event"), max_length=60)
    body = models.TextField()
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    answer = models.CharField(
        _("beginning of the answer"), max_length=MAX_EXCERPT, blank=True, default=""
    )
    milliseconds = models.PositiveIntegerField(_("took (ms)"), null=True, blank=True)
    retried_from = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message_id"], name="one_delivery_an_event")
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at", "id"], name="webhook_due"),
            models.Index(fields=["webhook", "id"], name="webhook_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"

    @property
    def is_finished(self) -> bool:
        return self.state not in OPEN_STATES

    def retry_after(self) -> timedelta | None:
        done = self.attempts - self.retried_from - 1
        if done >= len(WEBHOOK_RETRY_AFTER):
            return None
        return WEBHOOK_RETRY_AFTER[done] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311

    def send_again(self) -> bool:
        """Let it begin anew under its old id; False while it is still being tried."""
        finished = WebhookDelivery.objects.filter(pk=self.pk).exclude(state__in=OPEN_STATES)
        values: dict[str, Any] = {"state": MessageState.WAITING, "next_try_at": timezone.now()}
        return bool(finished.update(retried_from=F("attempts"), error="", sent_at=None, **values))
