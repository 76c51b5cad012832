"""Somebody deletes their account, and may change their mind for two weeks."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import signals
from accounts.departures import carry_out, carry_out_due, departure_of, undo_departure, undo_token
from accounts.models import Departure, User
from scheduling.registry import ENTRIES

pytestmark = pytest.mark.django_db
PAGE = "/en/me/settings/account/delete/"
LOGIN = {"login": "bo", "password": "bo"}


@pytest.fixture
def member(client, bo):
    client.post("/en/accounts/login/", LOGIN)
    return client


def leave(client, password="bo", **keep):
    """Press the button, give the password, follow to the page about what happens now."""
    client.post(PAGE, keep)
    return client.post("/en/accounts/reauthenticate/", {"password": password, "next": PAGE})


def due(user) -> None:
    Departure.objects.filter(user=user).update(due_at=timezone.now() - timedelta(seconds=1))


class TestAskingForIt:
    def test_needs_the_password(self, member, bo):
        answer = member.post(PAGE)
        assert answer["Location"].startswith("/en/accounts/reauthenticate/")
        assert leave(member, password="wrong").status_code == 200
        assert not Departure.objects.exists()

    def test_logs_out_everywhere_and_says_until_when(self, member, bo):
        elsewhere = Client()
        elsewhere.post("/accounts/login/", LOGIN)
        answer = leave(member)
        day = Departure.objects.get(user=bo).due_at
        assert timedelta(days=13) < day - timezone.now() < timedelta(days=14, minutes=1)
        assert member.get(answer["Location"]).context["departure"].user == bo
        assert member.get("/me/state/").json()["user"] is None
        assert elsewhere.get("/me/state/").json()["user"] is None

    def test_remembers_what_stays(self, member, bo):
        leave(member, comments="on")
        assert Departure.objects.get(user=bo).keep == ["comments"]

    def test_sends_a_mail_with_the_way_back(self, member, bo):
        leave(member)
        (message,) = mail.outbox
        assert message.to == ["bo@example.com"]
        assert "/en/me/settings/account/stay/" in message.body

    def test_tells_whoever_shows_the_person(self, member, bo):
        told = []

        def note(sender, user, **more):
            told.append(user)

        signals.departure_requested.connect(note)
        leave(member)
        signals.departure_requested.disconnect(note)
        assert told == [bo]

    def test_twice_is_once(self, member, bo):
        leave(member)
        day = Departure.objects.get(user=bo).due_at
        member.post("/en/accounts/login/", LOGIN)
        leave(member, pictures="on")
        departure = Departure.objects.get(user=bo)
        assert (departure.due_at, departure.keep) == (day, ["pictures"])
        assert len(mail.outbox) == 1

    def test_is_refused_to_the_last_superuser(self, client, admin_user):
        client.force_login(admin_user)
        assert client.get(PAGE).status_code == 409
        User.objects.create_superuser("second", "second@example.com", "second")
        assert client.get(PAGE).status_code == 200

    def test_does_nothing_by_looking(self, member):
        assert member.get(PAGE).status_code == 200
        assert not Departure.objects.exists()


class TestChangingOnesMind:
    def test_is_offered_at_the_log_in(self, member, bo):
        leave(member)
        answer = member.post("/en/accounts/login/", {**LOGIN, "next": "/pictures/"})
        assert answer["Location"] == "/en/me/settings/account/leaving/"
        assert member.get(answer["Location"]).status_code == 200
        assert Departure.objects.exists()
        member.post(answer["Location"])
        assert not Departure.objects.exists()

    def test_works_from_the_mail_without_a_log_in(self, member, bo):
        leave(member)
        link = next(word for word in mail.outbox[0].body.split() if "/stay/" in word)
        address = "/en/me" + link.partition("/en/me")[2]
        visitor = Client()
        assert visitor.get(address).status_code == 200
        assert Departure.objects.exists()
        visitor.post(address)
        assert not Departure.objects.exists()
        assert visitor.get(address).status_code == 410
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 3000])
    def test_takes_no_made_up_link(self, client, token):
        assert client.get(f"/me/settings/account/stay/{token}/").status_code == 410

    def test_with_an_old_link_does_not_stop_a_new_departure(self, member, bo):
        leave(member)
        token = undo_token(Departure.objects.get())
        undo_departure(bo)
        Departure.objects.create(user=bo, due_at=timezone.now())
        Departure.objects.update(requested_at=timezone.now() + timedelta(hours=1))
        assert departure_of(token) is None

    def test_twice_is_once(self, member, bo):
        leave(member)
        assert undo_departure(bo)
        assert not undo_departure(bo)

    def test_leads_to_the_account_where_nothing_is_to_be_undone(self, member):
        answer = member.get("/en/me/settings/account/leaving/")
        assert answer["Location"] == "/en/me/settings/account/"


class TestTheDay:
    def test_deletes_everything_that_is_the_accounts_own(self, member, bo):
        EmailAddress.objects.create(user=bo, email=bo.email, primary=True)
        SocialAccount.objects.create(user=bo, provider="google", uid="1")
        Authenticator.objects.create(user=bo, type="totp", data={"secret": "x"})
        leave(member)
        Client().post("/accounts/login/", LOGIN)
        due(bo)
        assert carry_out_due() == 1
        assert not User.objects.filter(username="bo").exists()
        for model in (EmailAddress, SocialAccount, Authenticator, UserSession, Departure):
            assert not model.objects.exists()
        held = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
        assert str(bo.pk) not in held

    def test_does_not_come_early(self, member, bo):
        leave(member)
        assert carry_out_due() == 0
        assert not carry_out(bo.pk)
        assert User.objects.filter(pk=bo.pk).exists()

    def test_does_not_come_where_it_was_undone(self, member, bo):
        leave(member)
        due(bo)
        undo_departure(bo)
        assert not carry_out(bo.pk)
        assert User.objects.filter(pk=bo.pk).exists()

    def test_is_told_by_a_last_mail_in_the_language_of_the_first(self, member, bo):
        leave(member)
        due(bo)
        carry_out_due()
        assert mail.outbox[-1].to == ["bo@example.com"]
        assert mail.outbox[-1].subject == "Your account is deleted"

    def test_leaves_all_as_it_is_when_a_part_fails(self, member, bo):
        def fail(sender, user, **more):
            raise RuntimeError("cannot")

        leave(member)
        due(bo)
        EmailAddress.objects.create(user=bo, email=bo.email)
        signals.departing.connect(fail)
        try:
            assert carry_out_due() == 0
        finally:
            signals.departing.disconnect(fail)
        assert EmailAddress.objects.filter(user=bo).exists()
        assert carry_out_due() == 1

    def test_never_takes_the_last_superuser(self, admin_user):
        Departure.objects.create(user=admin_user, due_at=timezone.now())
        assert carry_out_due() == 0
        assert User.objects.filter(pk=admin_user.pk).exists()

    def test_comes_by_the_scheduler(self, member, bo):
        leave(member)
        due(bo)
        ENTRIES["delete accounts that leave"].run()
        assert not User.objects.filter(pk=bo.pk).exists()
