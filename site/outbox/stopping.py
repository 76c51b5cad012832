"""Switching off webhooks whose receiver has gone; those who look after the site hear of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.models import StopReason, Webhook


def stop(webhook: Webhook, reason: StopReason) -> None:
    """Switch it off and write to every active superuser, once. What waits is dropped by itself."""
    with transaction.atomic():
        if not webhook.stop(reason):
            return
        webhook.refresh_from_db()
        readers = get_user_model().objects.filter(is_superuser=True, is_active=True)
        for address in readers.exclude(email="").order_by("pk").values_list("email", flat=True):
            with translation.override(settings.LANGUAGE_CODE):
                _mail(webhook, address).send()


def _mail(webhook: Webhook, address: str) -> EmailMessage:
    words = _(
        "The webhook “%(name)s” has been switched off: %(reason)s.\n\n"
        "Events are no longer sent to it. Look at its last deliveries, and switch it on again "
        "once its receiver works:\n%(address)s\n"
    ) % {
        "name": webhook.name,
        "reason": StopReason(webhook.stopped_because).label,
        "address": settings.BASE_URL + reverse("webhooks:inspect", args=[webhook.pk]),
    }
    subject = _("Webhook switched off: %(name)s") % {"name": " ".join(webhook.name.split())}
    return EmailMessage(subject, words, to=[address])
