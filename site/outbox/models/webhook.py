"""Where events are told to, and with which secret."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.signing import new_salt, secret_of
from outbox.web_addresses import MAX_ADDRESS

OLD_SECRET_KEPT = timedelta(hours=24)
FAILING_KEPT = timedelta(days=3)  # without any success, before it is switched off


class StopReason(models.TextChoices):
    """Why the site itself switched a webhook off."""

    GONE = "gone", _("Its receiver said that it is gone (410)")
    FAILING = "failing", _("Nothing could be delivered for three days")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def listening_to(self, event: str) -> list[Webhook]:
        """There are few of them, and not every database searches JSON alike."""
        return [each for each in self.filter(is_active=True) if event in each.events]


class Webhook(models.Model):
    """An address that is told of events.

    `salt` and `old_salt` lead to the secrets (`outbox.signing`); the old one signs beside the new
    one until `old_until`. `shown_at` is when the secret was shown, once. `failing_since` is the
    first failure after which nothing was delivered any more.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(
        _("address"),
        max_length=MAX_ADDRESS,
        help_text=_("Begins with https:// or http://. Events are posted to it."),
    )
    events = models.JSONField(_("events"), default=list)
    is_active = models.BooleanField(
        _("switched on"), default=True, help_text=_("Events that happen meanwhile are not sent.")
    )
    salt = models.CharField(max_length=60, default=new_salt, editable=False)
    old_salt = models.CharField(max_length=60, blank=True, default="", editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    stopped_because = models.CharField(
        _("switched off because"),
        max_length=10,
        choices=StopReason.choices,
        blank=True,
        default="",
        editable=False,
    )
    stopped_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_old_secret_kept(self) -> bool:
        return bool(self.old_salt and self.old_until and self.old_until > timezone.now())

    def secrets(self) -> list[str]:
        """Those that sign now, the newest first."""
        salts = [self.salt, self.old_salt] if self.is_old_secret_kept else [self.salt]
        return [secret_of(salt) for salt in salts]

    def reveal(self) -> str:
        """The secret, the first time somebody asks; "" afterwards, until it is renewed."""
        unseen = Webhook.objects.filter(pk=self.pk, salt=self.salt, shown_at=None)
        return secret_of(self.salt) if unseen.update(shown_at=timezone.now()) else ""

    def renew_secret(self) -> None:
        """The one so far signs beside the new one for a day; one before that no longer."""
        # `old_salt` before `salt`: MariaDB sets one column after the other.
        Webhook.objects.filter(pk=self.pk).update(
            old_salt=F("salt"),
            old_until=timezone.now() + OLD_SECRET_KEPT,
            salt=new_salt(),
            shown_at=None,
        )
        self.refresh_from_db()

    def note_success(self) -> None:
        Webhook.objects.filter(pk=self.pk, failing_since__isnull=False).update(failing_since=None)

    def note_failing(self) -> None:
        Webhook.objects.filter(pk=self.pk, failing_since=None).update(failing_since=timezone.now())

    def has_failed_long(self) -> bool:
        """Needs `note_failing` to have been asked, and the row to be fresh."""
        return bool(self.failing_since and self.failing_since < timezone.now() - FAILING_KEPT)

    def stop(self, reason: StopReason) -> bool:
        """Switch it off; whether this did it."""
        rows = Webhook.objects.filter(pk=self.pk, is_active=True)
        return bool(rows.update(is_active=False, stopped_because=reason, stopped_at=timezone.now()))
