"""The address of an account is changed."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, bo):
    EmailAddress.objects.create(user=bo, email=bo.email, primary=True, verified=True)
    client.post("/accounts/login/", {"login": "bo", "password": "bo"})
    return client


def change(client, address):
    """Ask for the change; the password is asked for and the request resumed."""
    answer = client.post("/accounts/email/", {"email": address, "action_add": ""})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    next_page = "/accounts/email/"
    return client.post("/accounts/reauthenticate/", {"password": "bo", "next": next_page})


def link() -> str:
    return next(word for word in mail.outbox[-1].body.split() if "/confirm-email/" in word)


class TestChange:
    def test_needs_the_password(self, member):
        change(member, "new@example.com")
        assert mail.outbox[-1].to == ["new@example.com"]

    def test_counts_once_it_is_confirmed(self, member, bo):
        change(member, "new@example.com")
        bo.refresh_from_db()
        assert bo.email == "bo@example.com"
        member.post(link().partition("testserver")[2])
        bo.refresh_from_db()
        assert bo.email == "new@example.com"
        assert EmailAddress.objects.filter(user=bo).count() == 1

    def test_is_told_to_the_old_address(self, member):
        change(member, "new@example.com")
        member.post(link().partition("testserver")[2])
        assert mail.outbox[-1].to == ["bo@example.com"]
        assert "new@example.com" in mail.outbox[-1].body

    def test_corrects_an_address_that_was_never_confirmed_at_once(self, member, bo):
        EmailAddress.objects.update(verified=False)
        change(member, "right@example.com")
        bo.refresh_from_db()
        assert bo.email == "right@example.com"
        assert [each.email for each in EmailAddress.objects.filter(user=bo)] == [bo.email]

    def test_can_be_called_off(self, member, bo):
        change(member, "new@example.com")
        member.post("/accounts/email/", {"email": "new@example.com", "action_remove": ""})
        assert [each.email for each in EmailAddress.objects.filter(user=bo)] == [bo.email]

    def test_is_possible_with_a_second_step(self, member, bo):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(bo, generate_totp_secret())
        change(member, "new@example.com")
        assert mail.outbox[-1].to == ["new@example.com"]
