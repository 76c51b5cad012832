"""Where somebody is logged in."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from accounts.devices import device_name
from accounts.session_activity import EVERY, KEY

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
DESK = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)


def logged_in(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": "bo", "password": "bo"})
    return client


@pytest.fixture
def desk(bo) -> Client:
    return logged_in(DESK)


@pytest.fixture
def phone(bo) -> Client:
    return logged_in(PHONE)


class TestSessions:
    def test_are_listed_by_browser(self, desk, phone):
        html = desk.get("/accounts/sessions/").content.decode()
        assert "Chrome · Windows" in html
        assert "Safari · iPhone" in html

    def test_show_nothing_of_others(self, desk, ana):
        other = Client(headers={"user-agent": "Mozilla/5.0 Firefox/150.0 Linux"})
        other.post("/accounts/login/", {"login": "ana", "password": "ana"})
        assert "Firefox" not in desk.get("/accounts/sessions/").content.decode()

    def test_of_all_others_are_ended_by_one_press(self, desk, phone):
        assert desk.post("/accounts/sessions/").status_code == 302
        assert phone.get("/me/state/").json()["user"] is None
        assert desk.get("/me/state/").json()["user"]["name"] == "bo"

    def test_die_when_the_password_is_changed_but_for_this_one(self, desk, phone):
        answer = desk.post(
            "/accounts/password/change/", {"oldpassword": "bo", "password1": "kayak-77-x"}
        )
        assert answer["Location"] == "/me/settings/account/"
        assert phone.get("/me/state/").json()["user"] is None
        assert desk.get("/me/state/").json()["user"]["name"] == "bo"
        assert mail.outbox[-1].to == ["bo@example.com"]

    def test_of_others_are_gone_from_the_list_after_that(self, desk, phone):
        desk.post("/accounts/password/change/", {"oldpassword": "bo", "password1": "kayak-77-x"})
        assert desk.get("/accounts/sessions/").context["session_count"] == 1


class TestActivity:
    def use_later(self, client: Client, seconds: float, address: str = "/me/state/") -> None:
        session = client.session
        session[KEY] = time.time() - seconds
        session.save()
        client.get(address, headers={"user-agent": PHONE})

    def test_is_noted_after_a_quarter_of_an_hour(self, desk):
        before = UserSession.objects.get().last_seen_at
        self.use_later(desk, EVERY.total_seconds() + 5)
        after = UserSession.objects.get()
        assert after.last_seen_at > before
        assert after.user_agent == PHONE

    @pytest.mark.parametrize(("seconds", "address"), [(60, "/me/state/"), (9999, "/pictures/")])
    def test_is_not_noted(self, desk, seconds, address):
        before = UserSession.objects.get().last_seen_at
        self.use_later(desk, seconds, address)
        assert UserSession.objects.get().last_seen_at == before

    def test_brings_no_ended_session_back(self, desk):
        UserSession.objects.all().delete()
        self.use_later(desk, 9999)
        assert not UserSession.objects.exists()


class TestDeviceName:
    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            (DESK, "Chrome · Windows"),
            (PHONE, "Safari · iPhone"),
            (DESK + " Edg/140.0", "Edge · Windows"),
            (DESK + " Whale/4.0", "Whale · Windows"),
            ("curl/8", None),
            ("", None),
            ("x" * 9000, None),
        ],
    )
    def test_is_what_people_call_it(self, agent, name):
        assert device_name(agent) == name if name else device_name(agent)
