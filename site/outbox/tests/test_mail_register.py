"""Operators see what became of every mail, and nobody reads its words there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from outbox.models import Message, MessageState

LIST = "/admin/outbox/"


@pytest.fixture
def message(outbox, letter) -> Message:
    message = letter(text="https://gallery.example/reset/secret/", html="<p>secret</p>")
    Message.objects.update(state=MessageState.FAILED, error="SMTPDataError: 550 No")
    return message


def inspect(message: Message) -> str:
    return reverse("outbox_modeladmin_inspect", args=[message.pk])


class TestRegister:
    def test_tells_state_and_error_and_no_words(self, admin_client, message):
        for address in (LIST, inspect(message)):
            page = admin_client.get(address).content.decode()
            assert message.to in page
            assert "550 No" in page
            assert "secret" not in page

    @pytest.mark.parametrize("query", ["?state__exact=failed", "?q=bo@", "?q=%00"])
    def test_is_filtered_and_searched(self, admin_client, message, query):
        assert admin_client.get(f"{LIST}{query}", follow=True).status_code == 200

    def test_changes_nothing(self, admin_client, message):
        for verb in ("edit", "delete"):
            assert admin_client.get(f"{LIST}{verb}/{message.pk}/").status_code in (302, 403, 404)
        assert admin_client.get(f"{LIST}create/").status_code in (302, 403, 404)
        assert Message.objects.filter(pk=message.pk).exists()

    def test_is_not_for_curators_unless_they_are_given_the_right(self, client, ana, message):
        client.force_login(ana)
        assert client.get(LIST).status_code in (302, 403)
        assert client.get(inspect(message)).status_code in (302, 403)
        ana.user_permissions.add(Permission.objects.get(codename="view_message"))
        assert client.get(LIST).status_code == 200
