"""What Wagtail's admin learns of the outbox: registers, webhooks, and the rights to them."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from outbox.delivery_register import DeliveryRegister
from outbox.register import MessageRegister
from outbox.webhook_screens import WebhookViewSet

READING = ("view_message", "view_webhookdelivery")


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give the right to read the registers in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="outbox", codename__in=READING)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, words in (
        ("reveal_secret", _("Show the secret")),
        ("renew_secret", _("Renew the secret")),
    ):
        actions.register_action(f"outbox.webhook.{name}", words, words)


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    return WebhookViewSet()


MessageRegister().register_with_wagtail()
DeliveryRegister().register_with_wagtail()
