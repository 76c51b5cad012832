"""The admin's screens of webhooks: list, form, and the page of one with all that is done to it."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from outbox import webhook_views
from outbox.delivery_register import failure_words
from outbox.events import KINDS
from outbox.models import MessageState, Webhook, WebhookDelivery
from outbox.webhook_forms import WebhookForm

NEWEST = 10  # deliveries on the page of a webhook


def state_words(webhook: Webhook) -> str:
    if webhook.is_active and webhook.failing_since:
        since = date_format(localtime(webhook.failing_since), "SHORT_DATETIME_FORMAT")
        return _("On, failing since %(moment)s") % {"moment": since}
    if webhook.is_active:
        return _("On")
    if webhook.stopped_because:
        return _("Off by itself: %(reason)s") % {"reason": webhook.get_stopped_because_display()}
    return _("Off")


def _last_words(webhook: Any) -> str:
    if not webhook.last_state:
        return "–"
    moment = date_format(localtime(webhook.last_at), "SHORT_DATETIME_FORMAT")
    return f"{MessageState(webhook.last_state).label}, {moment}"


def _inspect_url(webhook: Webhook) -> str:
    return reverse("webhooks:inspect", args=[webhook.pk])


class WebhookIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Webhook]:
        last = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by("-pk")
        return (
            super()
            .get_base_queryset()
            .annotate(
                last_state=Subquery(last.values("state")[:1]),
                last_at=Subquery(last.values("created_at")[:1]),
            )
        )


class _ToItsPage:
    """After saving one looks at the webhook: a new one has a secret to be shown."""

    object: Webhook

    def get_success_url(self) -> str:
        return _inspect_url(self.object)


class WebhookCreateView(_ToItsPage, CreateView):
    pass


class WebhookEditView(_ToItsPage, EditView):
    pass


class WebhookPage(InspectView):
    page_title = gettext_lazy("Webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        webhook = self.object
        deliveries = list(webhook.deliveries.order_by("-pk")[:NEWEST])
        for each in deliveries:
            each.failure = failure_words(each)
        return super().get_context_data(
            webhook=webhook,
            state=state_words(webhook),
            kinds=[KINDS[name] for name in webhook.events if name in KINDS],
            deliveries=deliveries,
            may_change=self.request.user.has_perm("outbox.change_webhook"),
            may_read_log=self.request.user.has_perm("outbox.view_webhookdelivery"),
            **kwargs,
        )


class WebhookViewSet(ModelViewSet):
    model = Webhook
    name = "webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    menu_order = 710
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = WebhookIndexView
    add_view_class = WebhookCreateView
    edit_view_class = WebhookEditView
    inspect_view_class = WebhookPage
    inspect_template_name = "outbox/webhook.html"
    search_fields = ["name", "url"]
    search_backend_name = None
    ordering = ["name", "pk"]
    list_per_page = 50
    list_display = [
        TitleColumn("name", label=gettext_lazy("name"), get_url=_inspect_url, sort_key="name"),
        Column(
            "url",
            label=gettext_lazy("address"),
            accessor=lambda webhook: Truncator(webhook.url).chars(60),
        ),
        Column("state", label=gettext_lazy("state"), accessor=state_words),
        Column("last", label=gettext_lazy("last delivery"), accessor=_last_words),
    ]

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        return WebhookForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("test/<int:pk>/", webhook_views.test, name="test"),
            path("secret/<int:pk>/", webhook_views.secret, name="secret"),
            path("renew/<int:pk>/", webhook_views.renew, name="renew"),
            path("again/<int:pk>/", webhook_views.again, name="again"),
        ]
