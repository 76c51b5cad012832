"""How a member wants to see the site: kept with the account, whatever they log in with."""

from __future__ import annotations

import pytest

from community.models import Profile

pytestmark = pytest.mark.django_db

DISPLAY = "/me/settings/display/"
MAILS = "/me/settings/notifications/"
THEME = "/me/settings/display/theme/"
CHOSEN = {"language": "en", "theme": "dark", "sensitive_content": "hide"}


class TestDisplay:
    def test_is_kept_and_told_to_every_device(self, client, bo):
        client.force_login(bo)
        assert client.post(DISPLAY, CHOSEN).status_code == 302
        assert client.get("/me/state/").json()["settings"] == {
            "language": "en",
            "theme": "dark",
            "sensitive": "hide",
        }

    def test_goes_on_in_the_language_that_was_chosen(self, client, bo):
        client.force_login(bo)
        assert client.post(DISPLAY, CHOSEN)["Location"] == f"/en{DISPLAY}"
        assert client.post(f"/en{DISPLAY}", {**CHOSEN, "language": "ko"})["Location"] == DISPLAY

    @pytest.mark.parametrize(
        ("name", "value"),
        [("language", "de"), ("theme", "pink"), ("sensitive_content", ""), ("theme", "\x00")],
    )
    def test_takes_no_choice_that_is_not_offered(self, client, bo, name, value):
        client.force_login(bo)
        assert client.post(DISPLAY, {**CHOSEN, name: value}).status_code == 422
        assert Profile.objects.get(user=bo).theme == "auto"

    def test_changes_no_public_page(self, client, bo):
        before = client.get("/").content
        client.force_login(bo)
        client.post(DISPLAY, CHOSEN)
        assert client.get("/").content == before

    @pytest.mark.parametrize(("language", "home"), [("ko", "/"), ("en", "/en/")])
    def test_leads_after_log_in_to_the_language_of_the_account(self, client, bo, language, home):
        Profile.objects.filter(user=bo).update(language=language)
        form = {"login": "bo", "password": "bo"}
        assert client.post("/accounts/login/", form)["Location"] == home

    def test_leads_where_one_was_before_the_log_in_whatever_the_language(self, client, bo):
        Profile.objects.filter(user=bo).update(language="en")
        form = {"login": "bo", "password": "bo", "next": "/pictures/"}
        assert client.post("/accounts/login/", form)["Location"] == "/pictures/"


class TestThemeSwitch:
    def test_is_kept_with_the_account(self, client, bo):
        client.force_login(bo)
        assert client.post(THEME, {"theme": "light"}).json() == {"theme": "light"}
        assert Profile.objects.get(user=bo).theme == "light"

    def test_takes_known_themes_alone(self, client, bo):
        client.force_login(bo)
        assert client.post(THEME, {"theme": "pink"}).status_code == 400
        assert client.get(THEME).status_code == 405


class TestMails:
    def test_are_sent_as_one_wants(self, client, bo):
        client.force_login(bo)
        assert client.post(MAILS, {"digest": "weekly"})["Location"] == MAILS
        profile = Profile.objects.get(user=bo)
        assert (profile.digest, profile.mail_replies, profile.mail_decisions) == (
            "weekly",
            False,
            False,
        )
        client.post(MAILS, {"digest": "never", "mail_replies": "on", "mail_decisions": "on"})
        assert Profile.objects.filter(user=bo, mail_replies=True, digest="never").exists()

    def test_are_not_sent_otherwise(self, client, bo):
        client.force_login(bo)
        assert client.post(MAILS, {"digest": "hourly"}).status_code == 422


class TestSettings:
    @pytest.mark.parametrize("address", [DISPLAY, MAILS, "/me/settings/", "/me/settings/blocked/"])
    def test_are_for_who_is_signed_in_and_in_no_cache(self, client, bo, address):
        assert client.get(address)["Location"].startswith("/accounts/login/")
        client.force_login(bo)
        answer = client.get(f"/en{address}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        body = answer.content.decode()
        assert body.count('aria-current="page"') >= 1
        assert 'content="noindex"' in body

    def test_are_found_from_the_log_in_page_by_who_is_in(self, client, bo):
        client.force_login(bo)
        assert client.get("/accounts/login/")["Location"] == "/me/settings/"
        assert client.get("/en/accounts/signup/")["Location"] == "/en/me/settings/"
