"""Who may take part, and what the others are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.models import Ban
from community.taking_part import DOINGS, NEEDS_EMAIL, refusal

pytestmark = pytest.mark.django_db


class TestRefusal:
    def test_is_none_for_a_member_whose_address_is_known(self, bo, verify_email):
        verify_email(bo)
        assert {doing: refusal(bo, doing) for doing in DOINGS} == dict.fromkeys(DOINGS)

    @pytest.mark.parametrize("has_address", [True, False])
    def test_asks_those_whose_address_is_not_known_to_verify_it(self, bo, has_address):
        if has_address:
            EmailAddress.objects.create(user=bo, email=bo.email, verified=False, primary=True)
        assert {doing for doing in DOINGS if refusal(bo, doing)} == NEEDS_EMAIL

    def test_knows_those_who_work_here(self, ana):
        assert refusal(ana, "comment") is None

    @pytest.mark.parametrize("doing", sorted(DOINGS))
    def test_tells_the_banned_why_and_how_long(self, bo, verify_email, doing):
        until = timezone.now() + timedelta(days=3)
        Ban.objects.create(user=verify_email(bo), reason="Werbung", until=until)
        assert "Werbung" in refusal(bo, doing)

    def test_is_none_once_a_ban_is_over(self, bo, verify_email):
        until = timezone.now() - timedelta(seconds=1)
        Ban.objects.create(user=verify_email(bo), reason="Werbung", until=until)
        assert refusal(bo, "comment") is None

    def test_leaves_visitors_to_the_log_in(self):
        assert refusal(AnonymousUser(), "comment") is None

    def test_knows_what_can_be_done(self, bo):
        with pytest.raises(ValueError, match="fly"):
            refusal(bo, "fly")
