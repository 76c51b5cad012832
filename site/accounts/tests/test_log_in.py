"""Somebody comes back."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


class TestLogIn:
    @pytest.mark.parametrize("name", ["bo", "bo@example.com", "BO@example.com"])
    def test_takes_name_or_address(self, client, bo, name):
        answer = client.post("/accounts/login/", {"login": name, "password": "bo"})
        assert answer["Location"] == "/"

    def test_says_the_same_for_a_wrong_name_and_a_wrong_password(self, client, bo):
        wrong = [{"login": "bo", "password": "x"}, {"login": "nobody", "password": "x"}]
        first, second = (
            client.post("/accounts/login/", form).context["form"].errors.as_json() for form in wrong
        )
        assert first == second

    def test_keeps_where_to_go_on_the_way_to_the_sign_up(self, client):
        html = client.get("/accounts/login/?next=/pictures/").content.decode()
        assert "/accounts/signup/?next=%2Fpictures%2F" in html

    def test_says_that_what_was_begun_will_be_carried_out(self, client):
        hint = client.get("/en/accounts/login/?next=/en/me/intent/x/").content.decode()
        assert 'class="notice' in hint
        assert 'class="notice' not in client.get("/en/accounts/login/?next=/").content.decode()

    def test_leads_members_to_their_settings_unless_they_wanted_more(self, client, bo):
        client.force_login(bo)
        assert client.get("/accounts/login/")["Location"] == "/me/settings/"
        assert client.get("/accounts/login/?next=/pictures/")["Location"] == "/pictures/"

    def test_turns_closed_accounts_away(self, client, bo):
        User.objects.filter(pk=bo.pk).update(is_active=False)
        client.post("/accounts/login/", {"login": "bo", "password": "bo"})
        assert client.get("/me/state/").json()["user"] is None


class TestPasswordReset:
    def ask(self, client, address) -> str:
        """The link of the mail."""
        answer = client.post("/en/accounts/password/reset/", {"email": address})
        assert answer["Location"] == "/en/accounts/password/reset/done/"
        (message,) = mail.outbox
        link = next((word for word in message.body.split() if "/reset/key/" in word), "")
        return link.partition("testserver")[2]

    def choose(self, client, link, password="kayak-77-x"):
        """Open the link and choose a new password."""
        return client.post(client.get(link)["Location"], {"password1": password})

    def test_ends_where_one_logs_in_with_the_new_password(self, client, bo):
        link = self.ask(client, "bo@example.com")
        form = client.get(link, follow=True).context["form"]
        assert list(form.fields) == ["password1"]
        assert self.choose(client, link).status_code == 302
        assert client.login(username="bo", password="kayak-77-x")
        assert "changed" in mail.outbox[-1].subject

    def test_works_once(self, client, bo):
        link = self.ask(client, "bo@example.com")
        self.choose(client, link)
        assert client.get(link).context["token_fail"]

    def test_answers_the_same_for_an_address_that_nobody_has(self, client, bo):
        assert self.ask(client, "nobody@example.com") == ""
        assert mail.outbox[0].to == ["nobody@example.com"]
        assert "/en/accounts/signup/" in mail.outbox[0].body

    def test_ends_every_session(self, client, bo):
        elsewhere = Client()
        elsewhere.post("/accounts/login/", {"login": "bo", "password": "bo"})
        link = self.ask(client, "bo@example.com")
        self.choose(client, link)
        assert elsewhere.get("/me/state/").json()["user"] is None
