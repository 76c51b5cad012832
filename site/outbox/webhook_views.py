"""What is done to one webhook: test it, show its secret once, renew it, send something again."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from outbox.events import TEST, send_test
from outbox.models import Webhook, WebhookDelivery
from outbox.tasks import call_webhook

MAY_CHANGE = permission_required("outbox.change_webhook")


def _page(webhook: Webhook) -> HttpResponse:
    return redirect("webhooks:inspect", webhook.pk)


@MAY_CHANGE
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    webhook = get_object_or_404(Webhook, pk=pk)
    with transaction.atomic():
        send_test(webhook)
    messages.success(request, _("A test is on its way. Below stands what became of it."))
    return _page(webhook)


@MAY_CHANGE
@require_POST
@never_cache
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Once: nobody who comes later, or takes over this screen, reads it."""
    webhook = get_object_or_404(Webhook, pk=pk)
    words = webhook.reveal()
    if not words:
        messages.error(request, _("The secret has been shown already. You may renew it."))
        return _page(webhook)
    log(webhook, "outbox.webhook.reveal_secret", user=request.user)
    return render(request, "outbox/secret.html", {"webhook": webhook, "secret": words})


@MAY_CHANGE
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    webhook = get_object_or_404(Webhook, pk=pk)
    if request.method == "GET":
        return render(request, "outbox/renew.html", {"webhook": webhook})
    webhook.renew_secret()
    log(webhook, "outbox.webhook.renew_secret", user=request.user)
    messages.success(request, _("The secret is new. The old one signs beside it for 24 hours."))
    return _page(webhook)


@MAY_CHANGE
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a finished delivery sent anew, under its old id."""
    delivery = get_object_or_404(WebhookDelivery.objects.select_related("webhook"), pk=pk)
    webhook = delivery.webhook
    if not webhook.is_active and delivery.event != TEST.name:
        messages.error(request, _("The webhook is switched off."))
    elif delivery.send_again():
        transaction.on_commit(lambda: call_webhook.enqueue(webhook.pk), robust=True)
        messages.success(request, _("It is being sent again, under the same id."))
    else:
        messages.error(request, _("It is still being tried."))
    return _page(webhook)
