"""Somebody makes an account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from accounts.usernames import suggest_username

pytestmark = pytest.mark.django_db
FORM = {"email": "cy@example.com", "username": "cy", "password1": "a-long-sentence-7"}


def sign_up(client, address="/accounts/signup/", **more):
    return client.post(address, {**FORM, **more})


class TestSignUp:
    def test_logs_in_and_returns_to_where_one_was(self, client):
        answer = sign_up(client, next="/pictures/?sort=oldest")
        assert (answer.status_code, answer["Location"]) == (302, "/pictures/?sort=oldest")
        assert client.get("/me/state/").json()["user"]["name"] == "cy"

    @pytest.mark.parametrize(
        "target",
        ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"],
    )
    def test_leads_to_no_other_site(self, client, target):
        answer = sign_up(client, next=target)
        assert answer["Location"] == "/"

    def test_leads_home_in_the_language_of_the_page(self, client):
        assert sign_up(client, "/en/accounts/signup/")["Location"] == "/en/"

    def test_asks_for_one_password_only(self, client):
        form = client.get("/accounts/signup/").context["form"]
        assert [name for name in form.fields if "password" in name] == ["password1"]

    def test_suggests_a_name_that_is_free(self, client):
        name = client.get("/accounts/signup/").context["form"]["username"].value()
        assert name
        assert not User.objects.filter(username__iexact=name).exists()
        assert sign_up(client, username=name).status_code == 302

    def test_sends_one_mail_to_confirm_the_address_in_the_language_of_the_page(self, client):
        sign_up(client, "/en/accounts/signup/")
        (message,) = mail.outbox
        assert message.to == ["cy@example.com"]
        assert "Welcome" in message.subject
        assert "/en/accounts/confirm-email/" in message.body

    def test_tells_the_owner_of_the_address_nothing_that_others_chose(self, client):
        sign_up(client, username="visit-evil.example")
        assert "evil" not in mail.outbox[0].body

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": "bo@example.com"},
            {"username": "x"},
            {"username": "bo"},
            {"username": "BO"},
            {"password1": "12345678"},
            {"password1": "short"},
            {"email": "no address"},
        ],
    )
    def test_refuses(self, client, bo, wrong):
        answer = sign_up(client, **wrong)
        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == wrong.keys()
        assert not User.objects.filter(email="cy@example.com").exists()

    def test_takes_letters_however_a_keyboard_wrote_them(self, client):
        sign_up(client, username="노을")
        assert User.objects.get(email="cy@example.com").username == "노을"

    def test_leads_members_to_their_settings(self, client, bo):
        client.force_login(bo)
        assert client.get("/accounts/signup/")["Location"] == "/me/settings/"


class TestSuggestion:
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_fits_into_a_nickname(self, language, db):
        from django.utils.translation import override

        with override(language):
            assert all(2 <= len(suggest_username()) <= 20 for _ in range(50))


class TestConfirmation:
    def link(self) -> str:
        body = mail.outbox[-1].body
        return "/accounts/confirm-email/" + body.partition("/accounts/confirm-email/")[2].split()[0]

    def test_takes_a_press_so_that_mail_scanners_confirm_nothing(self, client):
        sign_up(client)
        link = self.link()
        assert client.get(link).status_code == 200
        assert not EmailAddress.objects.get(email="cy@example.com").verified
        assert client.post(link)["Location"] == "/me/settings/account/"
        assert EmailAddress.objects.get(email="cy@example.com").verified

    def test_says_when_a_link_is_wrong(self, client):
        answer = client.get("/accounts/confirm-email/nonsense/")
        assert answer.status_code == 200
        assert answer.context["confirmation"] is None

    def test_can_be_asked_for_again(self, client):
        sign_up(client)
        assert "email_confirmation" not in client.get("/me/settings/account/").content.decode()
        from django.core.cache import cache

        cache.clear()  # a second mail waits three minutes
        client.post("/accounts/email/", {"email": "cy@example.com", "action_send": ""})
        assert [message.to for message in mail.outbox] == [["cy@example.com"]] * 2

    def test_is_hinted_at_where_the_account_is_shown(self, client, bo):
        EmailAddress.objects.create(user=bo, email=bo.email, primary=True)
        client.force_login(bo)
        hint = 'name="action_send"'
        assert hint in client.get("/me/settings/account/").content.decode()
        EmailAddress.objects.update(verified=True)
        assert hint not in client.get("/me/settings/account/").content.decode()
