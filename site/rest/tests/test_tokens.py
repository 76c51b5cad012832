"""The page of access tokens."""

import re

import pytest
from allauth.account.signals import password_reset

from accounts.exporting import gather
from accounts.signals import departure_requested
from rest.models import ApiToken
from rest.tokens import make_token

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/tokens/"
ASKED = {"name": "GPU box", "scopes": ["read", "engage"], "lasts": "90"}


@pytest.fixture
def signed_in(client, bo):
    bo.set_password("bo")
    bo.save()
    client.post("/accounts/login/", {"login": bo.username, "password": "bo"})
    client.post("/accounts/reauthenticate/", {"password": "bo", "next": PAGE})
    return client


@pytest.fixture
def token(bo):
    return make_token(user=bo, name="GPU box", scopes=["read"], expires_at=None)


class TestPage:
    def test_shows_a_new_token_once(self, signed_in):
        page = signed_in.post(PAGE, ASKED)
        made = re.search(r"<code>(hkp_[\w-]{43})</code>", page.content.decode()).group(1)
        headers = {"Authorization": f"Bearer {made}"}
        assert signed_in.get("/api/v1/pictures", headers=headers).status_code == 200
        again = signed_in.get(PAGE).content.decode()
        assert made not in again
        assert ApiToken.objects.get().start in again

    def test_refuses_a_day_that_is_over(self, signed_in):
        answer = signed_in.post(PAGE, {**ASKED, "lasts": "date", "until": "2020-01-01"})
        assert answer.status_code == 422
        assert not ApiToken.objects.exists()

    def test_revokes_after_asking(self, signed_in, token):
        address = f"{PAGE}{token[0].pk}/revoke/"
        assert signed_in.get(address).status_code == 200
        assert ApiToken.objects.in_force().exists()
        assert signed_in.post(address).status_code == 302
        assert not ApiToken.objects.in_force().exists()

    def test_knows_nothing_of_anothers(self, signed_in, ana):
        row, _token = make_token(user=ana, name="Hers", scopes=[], expires_at=None)
        assert signed_in.post(f"{PAGE}{row.pk}/revoke/").status_code == 404
        assert "Hers" not in signed_in.get(PAGE).content.decode()


class TestToken:
    @pytest.mark.parametrize("signal", [departure_requested, password_reset])
    def test_ends_with_what_it_stood_for(self, bo, token, signal):
        signal.send(sender=type(bo), user=bo, request=None)
        assert not ApiToken.objects.in_force().exists()

    def test_is_told_in_the_export_without_what_opens(self, bo, token):
        told = gather(bo)[0]["access-tokens"]
        assert told[0]["name"] == "GPU box"
        assert token[0].digest not in str(told)
        assert token[1] not in str(told)
