"""The log of webhook deliveries: what was sent where, how often, and what was answered."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from outbox.events import KINDS, TEST
from outbox.models import Webhook, WebhookDelivery
from outbox.register import Register, RowInspectView

FAILURES = {
    "address": gettext_lazy("The address is no web address."),
    "closed": gettext_lazy("The address does not lie on the public web."),
    "unreachable": gettext_lazy("The receiver cannot be reached."),
    "broken": gettext_lazy("The receiver broke off."),
    "slow": gettext_lazy("The receiver did not answer within ten seconds."),
}


def failure_words(delivery: WebhookDelivery) -> str:
    """Why the last attempt failed; "" after a success."""
    code, _colon, detail = delivery.error.partition(": ")
    sentence = FAILURES.get(code)
    if sentence is None:
        return delivery.error
    return f"{sentence} ({detail})" if detail else str(sentence)


class WebhookFilter(SimpleListFilter):
    """Django's own filter for relations needs Django's own admin."""

    title = gettext_lazy("webhook")
    parameter_name = "webhook"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(each.pk), each.name) for each in Webhook.objects.all()[:200]]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        value = self.value()
        if value is None:
            return queryset
        is_number = value.isascii() and value.isdecimal() and len(value) < 19
        return queryset.filter(webhook=int(value)) if is_number else queryset.none()


class EventFilter(SimpleListFilter):
    title = gettext_lazy("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in (*KINDS.values(), TEST)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset if self.value() is None else queryset.filter(event=self.value())


class DeliveryInspectView(RowInspectView):
    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "error":
            return failure_words(self.instance) or self.model_admin.get_empty_value_display()
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_send = self.request.user.has_perm("outbox.change_webhook")
        return super().get_context_data(
            may_send_again=may_send and self.instance.is_finished, **kwargs
        )


class DeliveryRegister(Register):
    model = WebhookDelivery
    base_url_path = "webhooks/log"
    menu_label = gettext_lazy("Webhook deliveries")
    menu_icon = "list-ul"
    menu_order = 720
    inspect_view_class = DeliveryInspectView
    inspect_template_name = "outbox/delivery.html"
    list_display = (
        *("event", "webhook", "state", "attempts", "status_code"),
        *("milliseconds", "why", "created_at", "coming"),
    )
    list_filter = (WebhookFilter, EventFilter, "state")
    list_select_related = ("webhook",)
    search_fields = ("message_id", "error")
    inspect_view_fields = (
        *("event", "webhook", "message_id", "state", "attempts", "error"),
        *("status_code", "answer", "milliseconds"),
        *("created_at", "next_try_at", "sent_at"),
    )

    def why(self, delivery: WebhookDelivery) -> str:
        return failure_words(delivery) or "–"

    why.short_description = gettext_lazy("error")  # type: ignore[attr-defined]

    def coming(self, delivery: WebhookDelivery) -> Any:
        return "–" if delivery.is_finished else delivery.next_try_at

    coming.short_description = gettext_lazy("next try")  # type: ignore[attr-defined]
    coming.admin_order_field = "next_try_at"  # type: ignore[attr-defined]
