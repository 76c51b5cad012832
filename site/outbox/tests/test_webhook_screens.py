"""Webhooks are set up, tested and looked after in the admin; a secret is seen once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from outbox.calling import call_due
from outbox.models import StopReason, Webhook, WebhookDelivery
from outbox.signing import secret_of

NEW = "/admin/webhooks/new/"
LIST = "/admin/webhooks/"
LOG = "/admin/webhooks/log/"
FORM = {"name": "Chat", "url": "https://hooks.example.com/x", "events": ["picture.published"]}


def page_of(webhook: Webhook) -> str:
    return f"/admin/webhooks/inspect/{webhook.pk}/"


class TestForm:
    def test_makes_a_webhook_and_leads_to_its_secret(self, admin_client):
        answer = admin_client.post(NEW, {**FORM, "is_active": "on"}, follow=True)
        webhook = Webhook.objects.get()
        assert (webhook.is_active, webhook.events) == (True, ["picture.published"])
        address = f"/admin/webhooks/secret/{webhook.pk}/"
        assert address in answer.content.decode()
        shown = admin_client.post(address)
        assert secret_of(webhook.salt) in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        again = admin_client.post(address, follow=True)
        assert "whsec_" not in again.content.decode()

    @pytest.mark.parametrize(
        "url",
        [
            *("ftp://hooks.example.com/", "hooks.example.com", "https://a@example.com/"),
            *("http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1:8000/", "http://localhost/"),
        ],
    )
    def test_refuses_what_can_never_be_reached(self, admin_client, url):
        assert admin_client.post(NEW, {**FORM, "url": url}).status_code == 200
        assert not Webhook.objects.exists()

    def test_takes_a_host_that_the_operator_has_named(self, admin_client, settings):
        settings.WEBHOOK_PRIVATE_HOSTS = ["10.0.0.1"]
        admin_client.post(NEW, {**FORM, "url": "http://10.0.0.1:8000/"})
        assert Webhook.objects.exists()

    def test_refuses_events_that_do_not_exist(self, admin_client):
        admin_client.post(NEW, {**FORM, "events": ["thing.unknown"]})
        assert not Webhook.objects.exists()

    def test_switching_on_again_forgets_why_it_was_off(self, admin_client, webhook):
        webhook.stop(StopReason.GONE)
        page = admin_client.get(page_of(webhook)).content.decode()
        assert "410" in page
        fields = {**FORM, "is_active": "on"}
        admin_client.post(f"/admin/webhooks/edit/{webhook.pk}/", fields)
        webhook.refresh_from_db()
        assert (webhook.is_active, webhook.stopped_because) == (True, "")


class TestActs:
    def test_a_test_is_sent_and_seen_in_list_page_and_log(self, admin_client, receiver, webhook):
        admin_client.post(f"/admin/webhooks/test/{webhook.pk}/")
        call_due()
        assert len(receiver.posted) == 1
        delivery = WebhookDelivery.objects.get()
        for address in (LIST, page_of(webhook), LOG, f"{LOG}inspect/{delivery.pk}/"):
            page = admin_client.get(address).content.decode()
            assert "whsec_" not in page
            assert webhook.name in page
            assert "204" in page or address == LIST

    def test_a_finished_delivery_is_sent_again(self, admin_client, receiver, webhook, happened):
        happened.tell(lambda: [{"id": 1}])
        call_due()
        delivery = WebhookDelivery.objects.get()
        address = f"/admin/webhooks/again/{delivery.pk}/"
        assert address in admin_client.get(f"{LOG}inspect/{delivery.pk}/").content.decode()
        admin_client.post(address)
        call_due()
        assert len({headers["webhook-id"] for headers, _body in receiver.posted}) == 1
        assert len(receiver.posted) == 2

    def test_renewing_is_asked_first_and_shows_the_new_one_once(self, admin_client, webhook):
        old = webhook.reveal()
        address = f"/admin/webhooks/renew/{webhook.pk}/"
        admin_client.get(address)
        webhook.refresh_from_db()
        assert secret_of(webhook.salt) == old
        admin_client.post(address)
        webhook.refresh_from_db()
        assert webhook.shown_at is None
        assert webhook.secrets()[1:] == [old]

    @pytest.mark.parametrize(
        "query", ["?webhook=1", "?webhook=x", "?event=webhook.test", "?state__exact=sent", "?q=%00"]
    )
    def test_the_log_is_filtered(self, admin_client, webhook, query):
        assert admin_client.get(f"{LOG}{query}", follow=True).status_code == 200

    def test_are_open_to_curators_who_are_given_the_rights(self, client, ana, webhook):
        client.force_login(ana)
        assert client.get(LIST).status_code == 302
        ana.user_permissions.set(
            Permission.objects.filter(codename__in=["change_webhook", "view_webhook"])
        )
        assert client.get(LIST).status_code == 200
        assert client.get(LOG).status_code == 302
        assert client.get(page_of(webhook)).status_code == 200
