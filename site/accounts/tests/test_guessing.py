"""Passwords and accounts are slow to guess, however it is tried."""

from __future__ import annotations

import unicodedata

import pytest
from allauth.account import urls as account_urls
from allauth.account.models import EmailAddress
from allauth.mfa import urls as mfa_urls
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import get_resolver

from accounts.entrance_limits import DOORS
from accounts.login_names import fold
from accounts.models import User

pytestmark = pytest.mark.django_db
LOG_IN = "/accounts/login/"


def guess(name: str, password: str = "wrong", **headers: str) -> int:
    """The status of one try in a browser of its own."""
    return Client().post(LOG_IN, {"login": name, "password": password}, **headers).status_code


class TestGuessing:
    def test_is_stopped_after_five_tries(self, bo):
        assert [guess("bo") for _try in range(6)] == [200] * 5 + [429]
        assert guess("bo", "bo") == 429

    def test_is_stopped_with_a_page_that_says_how_long(self, bo):
        answers = [Client().post(LOG_IN, {"login": "bo", "password": "x"}) for _try in range(6)]
        assert 1 <= int(answers[-1]["Retry-After"]) <= 300
        assert "429" in answers[-1].content.decode()

    def test_is_stopped_for_names_that_do_not_exist_too(self):
        assert [guess("nobody") for _try in range(6)] == [200] * 5 + [429]

    def test_is_stopped_behind_any_forwarded_address(self, bo):
        codes = [guess("bo", HTTP_X_FORWARDED_FOR=f"198.51.100.{last}") for last in range(6)]
        assert codes[-1] == 429

    def test_is_stopped_from_any_network(self, bo):
        codes = [guess("bo", REMOTE_ADDR=f"198.51.100.{last}") for last in range(6)]
        assert codes[-1] == 429

    def test_is_stopped_under_any_host_name(self, bo):
        codes = [guess("bo", HTTP_HOST=f"site{last}.example") for last in range(6)]
        assert codes[-1] == 429

    def test_is_stopped_for_all_spellings_of_a_name(self):
        User.objects.create_user("chloé", "chloe@example.com", "right")
        spellings = ["chloé", "CHLOÉ", "ｃｈｌｏé", "chloe", "chlöe", "ch\u200bloé"]
        spellings.append(unicodedata.normalize("NFD", "chloé"))
        assert [guess(name) for name in spellings].count(200) == 5
        assert guess("chloé", "right") == 429

    @pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
    def test_is_stopped_for_all_compositions_of_hangul(self, form):
        User.objects.create_user("고요한숲", "ko@example.com", "right")
        for _try in range(5):
            guess("고요한숲")
        assert guess(unicodedata.normalize(form, "고요한숲"), "right") == 429

    def test_is_not_freed_by_a_good_log_in_of_the_guesser(self, bo, ana):
        codes = []
        for _try in range(6):
            codes.append(guess("bo"))
            assert guess("ana", "ana") == 302
        assert codes[-1] == 429

    def test_is_not_freed_by_a_good_log_in_of_the_victim(self, bo):
        for _try in range(4):
            guess("bo")
        assert guess("bo", "bo") == 302
        assert [guess("bo"), guess("bo")] == [200, 429]

    def test_costs_nothing_when_it_is_right(self, bo):
        assert [guess("bo", "bo") for _try in range(8)] == [302] * 8

    def test_of_many_accounts_is_stopped_for_the_network(self, settings):
        settings.RATE_LIMIT_FACTOR = 1
        codes = [guess(f"name{number}") for number in range(31)]
        assert codes == [200] * 30 + [429]

    def test_is_stopped_at_the_second_step_too(self, client, bo):
        client.force_login(bo)
        url = "/accounts/password/change/"
        form = {"oldpassword": "wrong", "password1": "a-new-one-123"}
        codes = [client.post(url, form).status_code for _try in range(6)]
        assert codes[-1] == 429


class TestOtherDoors:
    def test_of_mails_are_limited(self):
        ask = {"email": "nobody@example.com"}
        codes = [Client().post("/accounts/password/reset/", ask).status_code for _try in range(6)]
        assert codes == [302] * 5 + [429]

    def test_of_sign_up_is_limited_for_the_network(self, settings):
        settings.RATE_LIMIT_FACTOR = 1
        codes = [Client().post("/accounts/signup/", {}).status_code for _try in range(11)]
        assert codes == [200] * 10 + [429]

    def test_are_all_known(self):
        """A new address of allauth that takes a form needs a limit, or a reason."""
        harmless = {
            "account_logout",
            "account_inactive",
            "account_email_verification_sent",
            "account_confirm_email",  # a signed key
            "account_confirm_login_code",  # log-in by code is off
            "account_set_password",  # signed in, and nothing to guess
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "mfa_index",
            "mfa_trust",
        }
        # Behind a fresh proof of identity, which is limited.
        proved = {name for name in names_of(mfa_urls) if name not in DOORS and name not in harmless}
        assert all(name.startswith("mfa_") for name in proved)
        assert names_of(account_urls) - set(DOORS) - harmless == set()


def names_of(module) -> set[str]:
    return {name for name in get_resolver(module.__name__).reverse_dict if isinstance(name, str)}


class TestAnswer:
    """For an address that is known and one that is not."""

    @pytest.fixture(autouse=True)
    def known(self, bo):
        EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)

    def both(self, path: str, field: str, **more: str) -> list[tuple[int, str, str]]:
        answers = []
        for number, name in enumerate(("bo@example.com", "cy@example.com")):
            own = {key: value.replace("#", str(number)) for key, value in more.items()}
            answer = Client().post(path, {field: name, **own})
            page = answer.content.decode().replace(name, "")
            csrf = answer.context["csrf_token"] if answer.context else "no token"
            page = page.replace(str(csrf), "")
            answers.append((answer.status_code, answer.get("Location", ""), page))
        return answers

    def test_of_log_in_is_the_same(self):
        known, unknown = self.both(LOG_IN, "login", password="wrong")
        assert known[0] == 200
        assert known == unknown

    def test_of_reset_is_the_same_and_mails_are_as_many(self):
        known, unknown = self.both("/accounts/password/reset/", "email")
        assert known[0] == 302
        assert known == unknown
        assert len(mail.outbox) == 2

    def test_of_sign_up_is_the_same(self):
        known, unknown = self.both(
            "/accounts/signup/", "email", username="fresh#", password1="a-long-enough-1"
        )
        assert known[0] == 302
        assert known == unknown

    def test_of_sign_up_leaves_the_address_with_its_owner(self, client):
        form = {"email": "bo@example.com", "username": "other", "password1": "a-long-enough-1"}
        client.post("/accounts/signup/", form)
        assert EmailAddress.objects.get(email="bo@example.com", verified=True).user.username == "bo"
        assert guess("bo@example.com", "bo") == 302
        assert guess("bo@example.com", "a-long-enough-1") == 200

    @pytest.mark.parametrize(
        "name", ["bo", "bo@example.com", "unconfirmed@example.com", "nobody", "nobody@example.com"]
    )
    def test_of_log_in_takes_one_password_check(self, name, monkeypatch, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        User.objects.create_user("unconfirmed", "unconfirmed@example.com", "x")
        User.objects.get(username="bo").save()
        for user in User.objects.all():
            user.set_password("right")
            user.save()
        checks = []
        encode = PBKDF2PasswordHasher.encode

        def counted(self, *arguments, **more):
            checks.append(1)
            return encode(self, *arguments, **more)

        monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
        assert guess(name) == 200
        assert len(checks) == 1


class TestHoneypot:
    def test_makes_no_account_and_says_nothing(self, client):
        form = {"email": "bot@example.com", "username": "bot", "password1": "a-long-enough-1"}
        caught = client.post("/accounts/signup/", {**form, "subject_line": "http://spam"})
        assert not User.objects.filter(username="bot").exists()
        assert mail.outbox == []
        let_in = Client().post("/accounts/signup/", form)
        assert (caught.status_code, caught["Location"]) == (let_in.status_code, let_in["Location"])

    def test_is_in_the_form_where_no_person_meets_it(self, client):
        page = client.get("/accounts/signup/").content.decode()
        assert 'name="subject_line" value="" tabindex="-1" autocomplete="off"' in page


class TestFold:
    @pytest.mark.parametrize(
        "spelling", ["Bo", "BO", "ｂｏ", "bó", "b\u00f6", "bo\u0301", " b o ", "b\u200do", "ⓑⓞ"]
    )
    def test_is_the_same_for_spellings(self, spelling):
        assert fold(spelling) == "bo"

    def test_keeps_other_names_apart(self):
        assert len({fold(name) for name in ("bo", "bob", "보", "b0", "во")}) == 5
