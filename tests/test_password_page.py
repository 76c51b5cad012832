"""A page behind a password, and the doors Wagtail would open beside ours."""

from __future__ import annotations

import re

import pytest
from wagtail.models import PageViewRestriction

pytestmark = pytest.mark.django_db

WORD = "open sesame"


@pytest.fixture
def locked(hang):
    picture = hang("Behind a door")
    PageViewRestriction.objects.create(page=picture, restriction_type="password", password=WORD)
    return picture


def form_action(client, address: str) -> str:
    body = client.get(address).content.decode()
    assert "Behind a door" not in body
    return re.search(r'<form[^>]*action="([^"]+)"', body).group(1)


@pytest.mark.parametrize("prefix", ["", "/en"])
class TestPassword:
    def test_opens_the_page_to_who_knows_it(self, client, locked, prefix):
        address = prefix + locked.url
        action = form_action(client, address)
        answer = client.post(action, {"password": WORD, "return_url": address})
        assert answer.status_code == 302
        assert answer["Location"] == address
        assert "Behind a door" in client.get(address).content.decode()

    def test_keeps_everyone_else_out(self, client, locked, prefix):
        address = prefix + locked.url
        answer = client.post(
            form_action(client, address), {"password": "wrong", "return_url": address}
        )
        assert answer.status_code == 200
        assert "Behind a door" not in client.get(address).content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_wagtail_s_front_end_log_in_leads_to_ours(client, db, prefix):
    answer = client.get(f"{prefix}/_util/login/?next=/pictures/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/accounts/login/?next=/pictures/"
