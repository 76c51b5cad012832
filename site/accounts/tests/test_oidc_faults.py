"""Whatever a log-in service answers, nobody gets into another's account."""

from __future__ import annotations

import time

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from accounts.tests.scripted_provider import signed_with_the_public_key, unsigned
from accounts.tests.social_cast import CALLBACK, LOG_IN, agree, come_back, leave, who

pytestmark = pytest.mark.django_db
VICTIM = "bo@example.com"


@pytest.fixture
def victim(bo) -> User:
    """Bo, whose address is confirmed here."""
    EmailAddress.objects.create(user=bo, email=VICTIM, verified=True, primary=True)
    return bo


@pytest.fixture
def claims_to_be_bo(provider, victim) -> None:
    provider.userinfo = {"email": VICTIM, "email_verified": True}


def is_refused(client: Client, answer) -> None:
    """A page of ours says so, nobody is signed in, and nothing was made."""
    assert answer.status_code == 401
    page = answer.content.decode()
    assert 'class="entrance"' in page
    assert "/accounts/login/" in page
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.filter(is_superuser=False).count() <= 2  # Bo, and perhaps Ana


@pytest.mark.same_everywhere
@pytest.mark.usefixtures("claims_to_be_bo")
class TestFault:
    @pytest.mark.parametrize("failure", ["error", "hang", "drip", "garbage", "large"])
    @pytest.mark.parametrize("place", ["token", "jwks", "userinfo"])
    def test_on_the_way_back_is_told(self, client, provider, place, failure):
        there = agree(leave(client))
        provider.broken = {place: failure}
        begin = time.monotonic()
        is_refused(client, client.get(there))
        assert time.monotonic() - begin < 10

    @pytest.mark.parametrize("failure", ["error", "hang", "drip", "garbage", "large"])
    def test_on_the_way_there_is_told(self, client, provider, failure):
        provider.broken = {"openid-configuration": failure}
        is_refused(client, client.post(LOG_IN))

    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"exp": 1_700_000_000},
            {"exp": None},
            {"iat": 4_000_000_000},
            {"aud": "another client"},
            {"aud": None},
            {"aud": ["hkpictures", "another"], "azp": "another"},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"sub": "sub-2"},  # the userinfo address tells of sub-1
            {"sub": None},
        ],
        ids=str,
    )
    def test_of_a_claim_is_refused(self, client, provider, claims):
        provider.token = claims
        is_refused(client, come_back(client))

    @pytest.mark.parametrize("sign", [unsigned, signed_with_the_public_key])
    def test_of_the_algorithm_is_refused(self, client, provider, sign):
        provider.sign = sign
        is_refused(client, come_back(client))

    def test_of_the_key_is_refused(self, client, provider):
        provider.change_key(publish=False)
        is_refused(client, come_back(client))

    def test_of_the_signature_is_refused(self, client, provider):
        def changed(provider, claims):
            token = jwt.encode(claims, provider.key, "RS256", headers={"kid": "first"})
            head, body, signature = token.split(".")
            return f"{head}.{body}.{'A' * len(signature)}"

        provider.sign = changed
        is_refused(client, come_back(client))

    def test_of_the_issuer_is_refused(self, client, provider):
        provider.configuration = {"issuer": "https://evil.example"}
        is_refused(client, client.post(LOG_IN))

    def test_of_the_token_is_refused(self, client, provider):
        provider.sign = lambda _provider, _claims: "no token"
        is_refused(client, come_back(client))

    def test_of_userinfo_without_a_subject_is_refused(self, client, provider):
        provider.userinfo = {"sub": None, "email": VICTIM, "email_verified": True}
        is_refused(client, come_back(client))


@pytest.mark.same_everywhere
class TestRotatedKey:
    def test_is_fetched(self, client, provider):
        come_back(client)
        first = who(client)
        provider.change_key(name="second")
        other = Client()
        come_back(other)
        assert who(other) == first is not None


@pytest.mark.same_everywhere
class TestForeignCallback:
    def test_of_another_browser_is_refused(self, client, provider):
        stolen = agree(leave(client))
        other = Client()
        is_refused(other, other.get(stolen))

    def test_works_once(self, client, provider):
        there = agree(leave(client))
        client.get(there)
        assert who(client)
        client.logout()
        assert client.get(there).status_code == 401
        assert who(client) is None

    @pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=y", "?error=x"])
    def test_that_nobody_began_is_refused(self, client, provider, query):
        is_refused(client, client.get(f"{CALLBACK}{query}"))

    def test_that_was_cancelled_is_told_kindly(self, client, provider):
        state = leave(client).partition("state=")[2].partition("&")[0]
        answer = client.get(f"{CALLBACK}?error=access_denied&state={state}", follow=True)
        assert answer.status_code == 200
        assert who(client) is None

    def test_of_another_service_is_refused(self, client, provider):
        begun = agree(leave(client))
        answer = client.get(begun.replace("/oidc/oidc/", "/kakao/"))
        assert answer.status_code == 404
        assert who(client) is None


class TestAddressOfSomebodyElse:
    @pytest.mark.parametrize("verified", [False, None, "false", "yes", 1, "True", [True]])
    def test_that_is_only_said_opens_nothing(self, client, provider, victim, verified):
        provider.userinfo = {"email": VICTIM, "email_verified": verified}
        come_back(client)
        assert who(client) not in (None, victim.username)
        mine = EmailAddress.objects.filter(user__username=who(client))
        assert not mine.exists(), "nor does it become an address of theirs"

    def test_from_another_source_than_its_verification_opens_nothing(
        self, client, provider, victim
    ):
        provider.token = {"email": "cy@example.com", "email_verified": True}
        provider.userinfo = {"email": VICTIM}
        come_back(client)
        assert who(client) not in (None, victim.username)

    @pytest.mark.parametrize(
        "alike",
        ["bo@exam\u212ale.com", "bo@example.com\u0000", "bo@ｅxample.com", "bó@example.com"],
    )
    def test_that_only_looks_alike_opens_nothing(self, client, provider, victim, alike):
        provider.userinfo = {"email": alike, "email_verified": True}
        come_back(client)
        assert who(client) not in (None, victim.username)

    def test_with_a_letter_that_becomes_another_opens_nothing(self, client, provider, victim):
        EmailAddress.objects.filter(user=victim).update(email="mike@example.com")
        provider.userinfo = {"email": "mi\u212ae@example.com", "email_verified": True}
        come_back(client)
        assert who(client) not in (None, victim.username)

    def test_under_another_subject_opens_nothing(self, client, provider, victim):
        SocialAccount.objects.create(user=victim, provider="oidc", uid="sub of bo")
        provider.userinfo = {"email": VICTIM, "email_verified": True}
        answer = come_back(client)
        assert answer.status_code == 409
        assert who(client) is None
        assert SocialAccount.objects.count() == 1

    def test_that_nobody_confirmed_here_opens_nothing(self, client, provider, bo):
        """Somebody signed up with it before its owner came."""
        EmailAddress.objects.create(user=bo, email=VICTIM, verified=False, primary=True)
        provider.userinfo = {"email": VICTIM, "email_verified": True}
        come_back(client)
        assert who(client) not in (None, bo.username)
        bo.refresh_from_db()
        assert bo.check_password("bo")

    def test_who_opens_the_admin_opens_nothing(self, client, provider, ana):
        EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
        provider.userinfo = {"email": ana.email, "email_verified": True}
        assert come_back(client).status_code == 409
        assert who(client) is None
