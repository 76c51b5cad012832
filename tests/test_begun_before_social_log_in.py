"""What a visitor began waits through a sign-up with an account elsewhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.tests.scripted_provider import running_provider
from accounts.tests.social_cast import come_back, offer, who
from community.models import Like, Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with running_provider() as provider:
        offer(settings, provider.address)
        yield provider


class TestLikeBegunByAVisitor:
    def test_is_given_after_the_way_there_and_back(self, provider, hang):
        picture = hang()
        client = Client()
        begun = client.post(f"/me/likes/{picture.pk}/")
        then = parse_qs(urlsplit(begun["Location"]).query)["next"][0]
        welcome = come_back(client, next=then)["Location"]
        assert who(client)
        assert Like.objects.count() == 0
        after = parse_qs(urlsplit(welcome).query)["next"][0]
        assert after == then
        client.get(after)
        assert Like.objects.get().picture_id == picture.pk


class TestWelcome:
    def test_takes_a_nickname_and_an_address(self, provider, mailoutbox):
        client = Client()
        page = come_back(client, next="/pictures/")["Location"]
        answer = client.post(page, {"nickname": "달빛", "email": "new@example.com"})
        assert answer["Location"] == "/pictures/"
        assert Profile.objects.get(user__username=who(client)).nickname == "달빛"
        (message,) = mailoutbox
        assert message.to == ["new@example.com"]

    def test_says_what_is_wrong_with_a_nickname(self, provider, bo):
        client = Client()
        page = come_back(client)["Location"]
        answer = client.post(page, {"nickname": bo.public_name})
        assert answer.status_code == 200
        assert "field-error" in answer.content.decode()

    def test_leads_nowhere_else(self, client, bo):
        client.force_login(bo)
        form = {"nickname": bo.public_name, "next": "https://evil.example/"}
        assert client.post("/me/welcome/", form)["Location"] == "/"

    def test_is_for_members(self, client):
        assert client.get("/me/welcome/")["Location"].startswith("/accounts/login/")
