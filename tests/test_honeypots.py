"""Programs that fill in every field are thanked, and nothing of theirs is stored."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from accounts.honeypot import NAME
from community.models import Comment
from community.submission_rules import set_rules
from pictures.models import ImportFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, bo):
    EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
    client.force_login(bo)
    return client


class TestComment:
    def test_of_a_program_is_not_stored(self, member, hang):
        address = f"/pictures/{hang().pk}/comments/"
        words = {"text": "Buy now!", "token": "0123456789"}
        caught = member.post(address, {**words, NAME: "http://spam.example"})
        assert not Comment.objects.exists()
        posted = member.post(address, words)
        assert Comment.objects.count() == 1
        assert caught.status_code == posted.status_code == 303


class TestSubmission:
    def test_of_a_program_is_not_stored(self, member, topic):
        set_rules(topic, takes=True)
        address = f"/me/submissions/new/?topic={topic.pk}"
        assert f'name="{NAME}"' in member.get(address).content.decode()
        assert member.post(address, {NAME: "x"})["Location"] == "/me/submissions/"
        assert not ImportFile.objects.exists()
