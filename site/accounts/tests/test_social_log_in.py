"""An account elsewhere is enough to come in, and to come back."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.tests.social_cast import LOG_IN, agree, come_back, leave, offer, who

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_reachable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def real_provider() -> Iterator[str]:
    """oidc-provider-mock as a process of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not is_reachable(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


class TestRealProvider:
    @pytest.fixture(autouse=True)
    def offered(self, settings, real_provider):
        offer(settings, real_provider)
        self.address = real_provider

    def person(self, sub: str, **claims) -> None:
        requests.put(f"{self.address}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def log_in(self, client: Client, sub: str, **fields: str):
        return client.get(agree(leave(client, **fields), sub=sub))

    def test_makes_an_account_and_opens_it_again(self, client):
        self.person("kim", email="kim@example.com", email_verified=True)
        self.log_in(client, "kim")
        first = who(client)
        assert first is not None
        other = Client()
        self.log_in(other, "kim")
        assert who(other) == first
        address = EmailAddress.objects.get(user__username=first)
        assert (address.email, address.verified) == ("kim@example.com", True)

    def test_goes_back_to_where_one_was(self, client):
        self.person("lee", email="lee@example.com", email_verified=True)
        assert self.log_in(client, "lee", next="/pictures/")["Location"] == "/pictures/"

    def test_refuses_an_attacker_with_anothers_address(self, client, bo):
        EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
        self.person("mallory", email=bo.email, email_verified=False)
        self.log_in(client, "mallory")
        assert who(client) not in (None, bo.username)

    def test_refuses_a_callback_in_another_browser(self, client):
        self.person("choi", email="choi@example.com")
        there = agree(leave(client), sub="choi")
        other = Client()
        assert other.get(there).status_code == 401
        assert who(other) is None


class TestSignUp:
    def test_needs_no_address_and_asks_for_one_afterwards(self, client, provider):
        answer = come_back(client, next="/pictures/")
        assert who(client) is not None
        assert answer["Location"] == "/me/welcome/?next=%2Fpictures%2F"
        assert client.get(answer["Location"]).status_code == 200

    def test_keeps_a_name_but_no_real_name_and_nothing_else(self, client, provider):
        provider.userinfo = {
            "preferred_username": "달빛",
            "given_name": "Real",
            "family_name": "Name",
            "picture": "https://example.com/face.jpg",
        }
        come_back(client)
        user = User.objects.get(username="달빛")
        assert user.get_full_name() == ""
        assert user.shown_name() == "달빛"
        assert SocialAccount.objects.get(user=user).extra_data == {"shown": "달빛"}

    @pytest.mark.parametrize("name", ["관리자 x y", "kim@example.com", "x" * 400, "", "a\x00b"])
    def test_suggests_a_name_where_the_told_one_cannot_be(self, client, provider, name):
        provider.userinfo = {"preferred_username": name}
        come_back(client)
        user = User.objects.get(username=who(client))
        assert "@" not in user.username

    def test_takes_a_free_name_where_the_told_one_is_taken(self, client, provider, bo):
        provider.userinfo = {"preferred_username": "BO"}
        come_back(client)
        assert who(client).lower() != "bo"

    def test_verifies_no_address_that_the_service_did_not(self, client, provider):
        provider.userinfo = {"email": "new@example.com", "email_verified": False}
        come_back(client)
        assert EmailAddress.objects.get().verified is False

    def test_keeps_the_language_one_left_in(self, client, provider):
        answer = client.get(agree(leave(client, language="/en")))
        assert answer["Location"].startswith("/en/accounts/oidc/")
        answer = client.get(answer["Location"])
        assert answer["Location"].startswith("/en/me/welcome/")

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_ends_in_one_account_when_two_tabs_come_back_at_once(self, provider):
        tabs = [Client(), Client()]
        ways = [agree(leave(tab)) for tab in tabs]
        barrier = threading.Barrier(2)

        def back(tab: Client, way: str) -> int:
            try:
                barrier.wait()
                return tab.get(way).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(back, tabs, ways))
        assert set(codes) <= {302, 401}
        assert User.objects.filter(socialaccount__uid="sub-1").count() == 1
        assert User.objects.filter(is_superuser=False).count() == 1


def give_password(client: Client, **more: str) -> None:
    """Show once more who one is; what was asked for goes on by itself."""
    client.post("/accounts/reauthenticate/", {"password": "bo", **more})


class TestLink:
    @pytest.mark.parametrize("told", ["bo@example.com", "BO@EXAMPLE.COM", "Bo@Example.com"])
    def test_is_made_by_an_address_that_both_sides_verified(self, client, provider, bo, told):
        EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
        provider.userinfo = {"email": told, "email_verified": True}
        come_back(client)
        assert who(client) == "bo"
        assert SocialAccount.objects.get().user == bo

    def test_outlives_a_change_of_the_address_there(self, client, provider, bo):
        self.test_is_made_by_an_address_that_both_sides_verified(client, provider, bo, bo.email)
        provider.userinfo = {"email": "else@example.com", "email_verified": True}
        other = Client()
        come_back(other)
        assert who(other) == "bo"

    def test_is_made_by_hand_after_the_password_is_given_once_more(self, client, provider, bo):
        client.force_login(bo)
        come_back(client, process="connect")
        assert not SocialAccount.objects.exists()
        give_password(client)
        assert SocialAccount.objects.get().user == bo

    def test_is_not_taken_from_somebody_else(self, client, provider, bo, ana):
        SocialAccount.objects.create(user=ana, provider="oidc", uid="sub-1")
        client.force_login(bo)
        come_back(client, process="connect")
        give_password(client)
        assert SocialAccount.objects.get().user == ana
        assert who(client) == "bo"


class TestDisconnect:
    def post(self, client: Client, account: SocialAccount):
        return client.post("/accounts/3rdparty/", {"account": account.pk})

    def connected(self, user: User, uid: str = "1", service: str = "oidc") -> SocialAccount:
        return SocialAccount.objects.create(user=user, provider=service, uid=uid)

    def test_removes_it(self, client, bo, provider):
        account = self.connected(bo)
        client.force_login(bo)
        self.post(client, account)
        assert SocialAccount.objects.exists(), "the password is asked for first"
        give_password(client, next="/accounts/3rdparty/")
        assert not SocialAccount.objects.exists()

    def test_leaves_the_last_way_in(self, client, bo, provider):
        bo.set_unusable_password()
        bo.save()
        account = self.connected(bo)
        client.force_login(bo)
        answer = self.post(client, account)
        assert answer.status_code == 200
        assert "field-error" in answer.content.decode()
        assert SocialAccount.objects.exists()

    def test_does_not_count_services_that_are_offered_no_more(self, client, bo, provider):
        bo.set_unusable_password()
        bo.save()
        account = self.connected(bo)
        self.connected(bo, service="kakao")
        client.force_login(bo)
        assert self.post(client, account).status_code == 200
        assert SocialAccount.objects.count() == 2

    def test_knows_nobody_elses(self, client, bo, ana, provider):
        account = self.connected(ana)
        client.force_login(bo)
        assert self.post(client, account).status_code == 200
        assert SocialAccount.objects.exists()

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_of_two_at_once_leaves_one(self, bo, provider):
        bo.set_unusable_password()
        bo.save()
        accounts = [self.connected(bo, uid) for uid in ("1", "2")]
        tabs = [Client(), Client()]
        for tab in tabs:
            tab.force_login(bo)
        barrier = threading.Barrier(2)

        def remove(tab: Client, account: SocialAccount) -> int:
            try:
                barrier.wait()
                return self.post(tab, account).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(remove, tabs, accounts)) == [200, 302]
        assert SocialAccount.objects.count() == 1


class TestOffer:
    ENTRANCES = ("/accounts/login/", "/accounts/signup/")

    @pytest.mark.parametrize("page", ENTRANCES)
    def test_is_shown_where_it_is_configured(self, client, provider, page):
        answer = client.get(f"{page}?next=/pictures/").content.decode()
        assert f'action="{LOG_IN}"' in answer
        assert 'name="next" value="/pictures/"' in answer

    @pytest.mark.parametrize("page", ENTRANCES)
    def test_is_not_shown_where_it_is_not(self, client, page):
        assert 'class="services' not in client.get(page).content.decode()

    @pytest.mark.parametrize("service", ["kakao", "naver", "google", "github", "oidc/oidc"])
    @pytest.mark.parametrize("rest", ["login/", "login/callback/"])
    def test_of_what_is_not_configured_does_not_exist(self, client, service, rest):
        assert client.post(f"/accounts/{service}/{rest}").status_code == 404
        assert client.get(f"/accounts/{service}/{rest}").status_code == 404

    def test_has_no_second_door(self, client):
        assert client.post("/accounts/google/login/token/").status_code == 404

    def test_has_one_callback_whatever_the_language(self):
        for language in ("ko", "en"):
            with translation.override(language):
                assert reverse("kakao_callback") == "/accounts/kakao/login/callback/"

    def test_changes_nothing_by_get(self, client, provider):
        answer = client.get(LOG_IN)
        assert answer.status_code == 200
        assert provider.asked == []

    def test_leaves_only_through_a_page_of_ours(self, client, provider):
        answer = client.post(LOG_IN)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        policy = answer["Content-Security-Policy"]
        assert "form-action 'self';" in f"{policy};"
