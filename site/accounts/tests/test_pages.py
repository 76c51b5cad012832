"""Every page about one's account."""

import re

import pytest

pytestmark = pytest.mark.django_db
MINE = [
    "/me/settings/account/",
    "/me/settings/account/delete/",
    "/me/settings/export/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]
EVERYBODYS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
]
SCRIPT = re.compile(r"<script(?![^>]*\b(src=|data-module=|type=\"application/json\"))")


@pytest.fixture
def member(client, bo):
    client.post("/accounts/login/", {"login": "bo", "password": "bo"})
    client.post("/accounts/reauthenticate/", {"password": "bo"})
    return client


def is_drawn_by_us(html: str) -> bool:
    return "entrance-form" in html or "settings-page" in html


class TestPage:
    @pytest.mark.same_everywhere
    @pytest.mark.parametrize("language", ["", "/en"])
    @pytest.mark.parametrize("address", MINE)
    def test_of_ones_own_renders_for_its_owner_and_stays_private(self, member, address, language):
        answer = member.get(language + address)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert is_drawn_by_us(html)
        assert not SCRIPT.search(html)
        assert "public" not in answer.get("Cache-Control", "")

    @pytest.mark.same_everywhere
    @pytest.mark.parametrize("address", MINE)
    def test_of_ones_own_leads_visitors_to_the_log_in_and_back(self, client, address):
        answer = client.get(address)
        if address != "/accounts/logout/":
            assert answer["Location"].startswith("/accounts/login/?next=")
        else:
            assert answer.status_code == 302

    @pytest.mark.same_everywhere
    @pytest.mark.parametrize("address", EVERYBODYS)
    def test_of_the_entrance_renders(self, client, address):
        html = client.get(address).content.decode()
        assert is_drawn_by_us(html)
        assert not SCRIPT.search(html)
        assert 'name="robots" content="noindex"' in html

    @pytest.mark.parametrize("address", ["/me/settings/account/", "/accounts/sessions/"])
    def test_asks_the_database_no_more_for_more_sessions(
        self, member, bo, address, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(30):
            member.get(address)
