"""Who may use the Generate panel, and on which pages."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from sd_bridge.models import Generation, Result
from sd_bridge.tests.panel_client import ACTIONS, ASKED, Panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def forbidden(django_user_model, ana):
    """Curates, but may not generate."""
    user = django_user_model.objects.create_user("fay", "fay@example.com", "fay")
    user.groups.set(ana.groups.all())
    user.groups.get().permissions.remove(Permission.objects.get(codename="generate"))
    return user


class TestAccess:
    def addresses(self, generation: Generation) -> list[str]:
        return [
            reverse("sd_bridge:lists"),
            reverse("sd_bridge:page", args=[generation.page_id]),
            *(reverse(f"sd_bridge:{name}", args=[generation.uuid]) for name in ("state", *ACTIONS)),
        ]

    def test_visitors_are_sent_to_the_log_in_and_members_refused(self, client, done, bo):
        for address in self.addresses(done):
            assert client.post(address).status_code == 302
        client.force_login(bo)
        for address in self.addresses(done):
            assert client.post(address).status_code == 403

    def test_editors_who_may_not_generate_are_refused(self, client, done, forbidden):
        client.force_login(forbidden)
        for address in self.addresses(done):
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code in (403, 405)
        assert Result.objects.in_tray().count() == 3

    def test_another_editors_page_is_refused(self, client, done, stranger):
        client.force_login(stranger)
        panel = Panel(client)

        assert panel.get("page", done.page_id).status_code == 403
        assert panel.post("page", done.page_id, ASKED).status_code == 403
        assert panel.get("state", done.uuid).status_code == 403
        for action in ACTIONS:
            assert panel.post(action, done.uuid, {"results": [0]}).status_code == 403

    def test_what_does_not_exist_is_not_there(self, panel):
        assert panel.get("page", 999_999).status_code == 404
        assert panel.post("page", 999_999, ASKED).status_code == 404
        for action in ACTIONS:
            assert panel.post(action, uuid.uuid4()).status_code == 404

    def test_wrong_methods_are_refused(self, panel, done):
        for action in ACTIONS:
            assert panel.get(action, done.uuid).status_code == 405
        assert panel.post("state", done.uuid).status_code == 405
        assert panel.client.put(reverse("sd_bridge:page", args=[done.page_id])).status_code == 405

    def test_a_post_needs_the_csrf_token(self, done, ana):
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana)

        for action in ACTIONS:
            assert Panel(client).post(action, done.uuid).status_code == 403
        assert Panel(client).post("page", done.page_id, ASKED).status_code == 403
