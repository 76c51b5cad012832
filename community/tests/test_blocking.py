"""Wanting nothing to do with somebody, and changing one's mind."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.signals import departure_requested
from community.blocking import BlockError, block
from community.models import Block
from community.rights import is_blocked_by

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

JSON = {"Accept": "application/json"}
LIST = "/me/settings/blocked/"


def address(user) -> str:
    return f"/me/blocks/{user.pk}/"


class TestBlock:
    def test_holds_in_one_direction(self, client, ana, bo):
        client.force_login(bo)
        answer = client.post(address(ana), headers=JSON).json()
        assert answer["blocked"] is True
        assert answer["words"]
        assert is_blocked_by(ana.pk, bo.pk)
        assert not is_blocked_by(bo.pk, ana.pk)
        assert client.get("/me/state/").json()["blocked"] == [ana.pk]

    def test_given_again_changes_nothing(self, client, ana, bo):
        client.force_login(bo)
        for _ in range(3):
            assert client.post(address(ana)).status_code == 303
        assert Block.objects.count() == 1

    def test_is_taken_back_as_often_as_one_wants(self, client, ana, bo):
        block(user_id=bo.pk, blocked_id=ana.pk)
        client.force_login(bo)
        for _ in range(2):
            answer = client.post(address(ana), {"unblock": "1"}, headers=JSON)
            assert answer.json()["blocked"] is False
        assert not Block.objects.exists()
        assert client.get("/me/state/").json()["blocked"] == []

    def test_cannot_be_of_oneself_or_of_nobody(self, client, bo):
        client.force_login(bo)
        assert client.post(address(bo), headers=JSON).status_code == 403
        assert client.post("/me/blocks/999999/", headers=JSON).status_code == 404
        with pytest.raises(BlockError):
            block(user_id=bo.pk, blocked_id=bo.pk)
        assert not Block.objects.exists()

    def test_begun_by_a_visitor_is_carried_out_after_log_in(self, client, ana, bo):
        answer = client.post(address(ana), headers=JSON)
        assert answer.status_code == 401
        client.force_login(bo)
        page = client.get(answer.json()["log_in"].partition("next=")[2].replace("%2F", "/"))
        assert page.status_code == 302
        assert is_blocked_by(ana.pk, bo.pk)

    def test_changes_nothing_by_looking(self, client, ana, bo):
        client.force_login(bo)
        assert client.get(address(ana)).status_code == 405
        assert not Block.objects.exists()

    def test_from_another_site_does_nothing(self, ana, bo):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(bo)
        answer = browser.post(address(ana), headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        asked = browser.post(
            address(ana),
            headers={"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/people/ana/"},
        )
        assert asked.status_code == 200
        assert b"csrfmiddlewaretoken" in asked.content
        assert not Block.objects.exists()


class TestListOfBlockedPeople:
    def test_shows_whom_one_has_blocked_the_latest_first(self, client, ana, bo, django_user_model):
        cho = django_user_model.objects.create_user("cho")
        for other in (ana, cho):
            block(user_id=bo.pk, blocked_id=other.pk)
        client.force_login(bo)
        answer = client.get(LIST)
        assert [person.name for person in answer.context["people"]] == ["cho", "ana"]
        assert "no-store" in answer["Cache-Control"]

    def test_shows_those_too_who_have_no_page_now(self, client, ana, bo):
        block(user_id=bo.pk, blocked_id=ana.pk)
        departure_requested.send(sender=type(ana), user=ana, now=timezone.now())
        client.force_login(bo)
        page = client.get(LIST).content.decode()
        assert address(ana) in page

    def test_takes_a_block_back_and_stays(self, client, ana, bo):
        block(user_id=bo.pk, blocked_id=ana.pk)
        client.force_login(bo)
        answer = client.post(address(ana), {"unblock": "1", "next": LIST})
        assert answer["Location"] == LIST
        assert not client.get(LIST).context["people"]

    def test_is_ones_own(self, client, ana, bo):
        block(user_id=bo.pk, blocked_id=ana.pk)
        client.force_login(ana)
        assert client.get(LIST).context["people"] == []
        client.logout()
        assert client.get(LIST)["Location"].startswith("/accounts/login/")
