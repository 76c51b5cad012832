"""The cast of the community's tests, besides Ana and Bo themselves."""

from __future__ import annotations

import pytest
from django.test import Client

from community.models import Submission
from community.tests.comment_cast import aged
from community.tests.moderation_cast import moderator
from community.tests.sent import send, takes_pictures, verified


@pytest.fixture
def as_bo(client, bo) -> Client:
    client.force_login(bo)
    return client


@pytest.fixture
def mo():
    return moderator()


@pytest.fixture
def old_accounts(ana, bo) -> None:
    """What Ana and Bo write need not wait for a curator."""
    aged(ana, days=30)
    aged(bo, days=30)


@pytest.fixture
def known_bo(old_accounts, bo, verify_email) -> None:
    verify_email(bo)


@pytest.fixture
def own_topic(topic, ana):
    """Ana curates it, and it takes pictures."""
    topic.curators.add(ana)
    topic.save_revision().publish()
    takes_pictures(topic)
    return topic


@pytest.fixture
def sent(own_topic, bo) -> Submission:
    return send(verified(bo), own_topic, seed=31)
