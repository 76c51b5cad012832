"""A second step at the log-in: codes of an app, codes on paper. Passkeys need a browser."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

pytestmark = pytest.mark.django_db
LOGIN = {"login": "bo", "password": "bo"}


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


@pytest.fixture
def member(client, bo):
    client.post("/accounts/login/", LOGIN)
    client.post("/accounts/reauthenticate/", {"password": "bo"})
    return client


class TestAuthenticatorApp:
    def test_is_on_after_the_first_code_and_gives_recovery_codes(self, member):
        form = member.get("/accounts/2fa/totp/activate/").context["form"]
        answer = member.post("/accounts/2fa/totp/activate/", {"code": code_of(form.secret)})
        assert answer["Location"] == "/accounts/2fa/recovery-codes/"
        html = member.get(answer["Location"]).content.decode()
        assert len(re.findall(r"<code>\d{8}</code>", html)) == 10

    def test_refuses_a_wrong_code(self, member, bo):
        member.get("/accounts/2fa/totp/activate/")
        answer = member.post("/accounts/2fa/totp/activate/", {"code": "000000x"})
        assert answer.context["form"].errors
        assert not Authenticator.objects.exists()

    def test_is_asked_for_at_the_log_in_which_still_leads_where_one_was(self, client, bo):
        secret = generate_totp_secret()
        TOTP.activate(bo, secret)
        answer = client.post("/accounts/login/?next=/pictures/", {**LOGIN, "next": "/pictures/"})
        assert answer["Location"] == "/accounts/2fa/authenticate/"
        assert client.get("/me/state/").json()["user"] is None
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert answer["Location"] == "/pictures/"
        assert client.get("/me/state/").json()["user"]["name"] == "bo"

    def test_can_be_turned_off(self, member, bo):
        TOTP.activate(bo, generate_totp_secret())
        member.post("/accounts/2fa/totp/deactivate/")
        assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_is_not_changed_without_the_password(self, client, bo):
        client.force_login(bo)
        answer = client.get("/accounts/2fa/totp/activate/")
        assert answer["Location"].startswith("/accounts/reauthenticate/")


class TestRecoveryCode:
    def test_lets_in_once(self, client, bo):
        TOTP.activate(bo, generate_totp_secret())
        code = RecoveryCodes.activate(bo).get_unused_codes()[0]
        for expected in (302, 200):
            client.post("/accounts/login/", LOGIN)
            answer = client.post("/accounts/2fa/authenticate/", {"code": code})
            assert answer.status_code == expected
            client.post("/accounts/logout/")

    def test_can_be_downloaded_by_its_owner_after_the_password(self, member, bo):
        TOTP.activate(bo, generate_totp_secret())
        codes = RecoveryCodes.activate(bo).get_unused_codes()
        answer = member.get("/accounts/2fa/recovery-codes/download/")
        assert codes[0] in answer.content.decode()
        assert "attachment" in answer["Content-Disposition"]

    def test_is_not_shown_without_the_password(self, client, bo):
        TOTP.activate(bo, generate_totp_secret())
        codes = RecoveryCodes.activate(bo).get_unused_codes()
        client.force_login(bo)
        answer = client.get("/accounts/2fa/recovery-codes/", follow=True)
        assert codes[0] not in answer.content.decode()
