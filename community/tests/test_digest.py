"""Mails about new pictures: one a person and period, only of what they may and want to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Departure
from community.digest_mail import MOST_PICTURES
from community.digests import period_start, send_digests
from community.models import Ban, Block, Digest, Profile, Subscription
from outbox.delivering import deliver_due
from outbox.models import Message, MessageState
from pictures import scale
from pictures.models import Placement


@pytest.fixture
def reader(bo, topic):
    """Bo, who wants a mail a day about the topic."""
    EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
    Subscription.objects.create(user=bo, topic=topic, created_at=timezone.now())
    change(bo, digest=Digest.DAILY, language="en")
    return bo


@pytest.fixture
def picture(hang):
    picture = hang("물가의 <b>빛</b>", alt_text='"등대" & 바다')
    age(picture)
    return picture


def age(picture, hours: int = 1) -> None:
    """As if it had been published before the latest mail was due."""
    moment = period_start(Digest.DAILY, timezone.now()) - timedelta(hours=hours)
    Placement.objects.filter(picture_id=picture.pk).update(listed_at=moment)


def change(user, **fields) -> None:
    Profile.objects.filter(user=user).update(**fields)


def html_of(message) -> str:
    return message.alternatives[0][0]


def delivered() -> list:
    deliver_due()
    return mail.outbox


def state() -> str:
    return Message.objects.get().state


class TestPeriods:
    @pytest.mark.parametrize(
        ("kind", "now", "start"),
        [
            ("daily", "2026-11-25T08:00:00+09:00", "2026-11-25T08:00:00+09:00"),
            ("daily", "2026-11-25T07:59:00+09:00", "2026-11-24T08:00:00+09:00"),
            ("daily", "2026-11-24T23:30:00+00:00", "2026-11-25T08:00:00+09:00"),
            ("weekly", "2026-11-25T09:00:00+09:00", "2026-11-23T08:00:00+09:00"),
            ("weekly", "2026-11-23T07:00:00+09:00", "2026-11-16T08:00:00+09:00"),
        ],
    )
    def test_begin_in_the_morning_here(self, kind, now, start):
        found = period_start(Digest(kind), datetime.fromisoformat(now))
        assert found == datetime.fromisoformat(start)


class TestDigest:
    def test_tells_of_new_pictures_in_the_readers_language(self, reader, picture):
        send_digests()
        [sent] = delivered()
        assert sent.to == [reader.email]
        assert sent.subject.startswith("1 new picture")
        html, text = html_of(sent), sent.body
        assert 'lang="en"' in html
        assert "물가의 &lt;b&gt;빛" in html
        assert "물가의 <b>빛" in text
        assert 'alt="&quot;등대&quot; &amp; 바다"' in html
        image = re.search(r'<img src="([^"]+)"', html)[1]
        assert image.startswith("http://localhost:8000/media/")
        assert f"http://localhost:8000/en{picture.get_url()}" in text
        assert Client().get(urlsplit(image).path).status_code == 200

    def test_speaks_korean_to_who_reads_korean(self, reader, picture):
        change(reader, language="ko")
        send_digests()
        [sent] = delivered()
        html = html_of(sent)
        assert 'lang="ko"' in html
        assert f'href="http://localhost:8000{picture.get_url()}"' in html

    def test_comes_once_a_period_whatever_happens(self, reader, picture):
        now = timezone.now()
        assert send_digests(now) == 1
        assert send_digests(now) == 0
        change(reader, digest_sent_at=None)
        send_digests(now)
        assert len(delivered()) == 1

    def test_comes_again_in_the_next_period_with_what_is_new(self, reader, picture, hang):
        now = timezone.now()
        send_digests(now)
        assert send_digests(now + timedelta(days=1)) == 0
        later = hang("나중", seed=5)
        Placement.objects.filter(picture_id=later.pk).update(listed_at=now + timedelta(hours=30))
        assert send_digests(now + timedelta(days=2)) == 1
        assert Message.objects.count() == 2

    def test_shows_at_most_a_dozen_and_says_how_many_more(self, reader, topic, ana):
        scale.load(topic, 20, images=scale.store_images(shrink=8), user=ana)
        Placement.objects.update(
            listed_at=period_start(Digest.DAILY, timezone.now()) - timedelta(hours=1)
        )
        send_digests()
        [sent] = delivered()
        assert sent.subject.startswith("20 ")
        assert html_of(sent).count("<img ") == MOST_PICTURES
        assert f"{20 - MOST_PICTURES} more" in sent.body

    def test_is_not_held_up_by_one_that_fails(self, reader, picture, ana, topic):
        EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
        Subscription.objects.create(user=ana, topic=topic, created_at=timezone.now())
        change(ana, digest=Digest.DAILY)
        from community import digests

        def fail_for_ana(user_id: int):
            if user_id == ana.pk:
                raise RuntimeError("broken")
            return reader.email

        with patch.object(digests, "mailbox", fail_for_ana):
            assert send_digests() == 1
        assert send_digests() == 1

    @pytest.mark.parametrize("digest", [Digest.NEVER, Digest.WEEKLY])
    def test_keeps_to_what_was_chosen(self, reader, picture, digest):
        change(reader, digest=digest, digest_sent_at=timezone.now())
        assert send_digests(timezone.now() + timedelta(minutes=1)) == 0


HINDRANCES: dict[str, Callable[[SimpleNamespace], object]] = {
    "blocked author": lambda it: Block.objects.create(user=it.reader, blocked=it.author),
    "banned": lambda it: Ban.objects.create(user=it.reader, reason="spam"),
    "unpublished": lambda it: it.picture.unpublish(),
    "leaving": lambda it: Departure.objects.create(user=it.reader, due_at=timezone.now()),
    "unverified": lambda it: it.reader.emailaddress_set.update(verified=False),
    "closed": lambda it: close(it.reader),
    "muted": lambda it: Subscription.objects.filter(user=it.reader).update(is_muted=True),
    "switched off": lambda it: change(it.reader, digest=Digest.NEVER),
}


def close(user) -> None:
    user.is_active = False
    user.save()


@pytest.mark.parametrize("hindrance", HINDRANCES)
class TestNothingComes:
    @pytest.fixture
    def it(self, reader, picture, ana) -> SimpleNamespace:
        return SimpleNamespace(reader=reader, picture=picture, author=ana)

    def test_after(self, it, hindrance):
        HINDRANCES[hindrance](it)
        assert send_digests() == 0
        assert delivered() == []

    def test_when_it_happens_before_delivery(self, it, hindrance):
        assert send_digests() == 1
        HINDRANCES[hindrance](it)
        assert delivered() == []
        assert state() == MessageState.DROPPED


class TestBeforeDelivery:
    def test_leaves_out_what_is_no_longer_public(self, reader, picture, hang):
        other = hang("다른 그림", seed=7)
        age(other, hours=2)
        send_digests()
        other.unpublish()
        [sent] = delivered()
        assert sent.subject.startswith("1 new picture")
        assert "다른 그림" not in sent.body + html_of(sent)

    def test_goes_to_no_address_that_was_given_up(self, reader, picture):
        send_digests()
        EmailAddress.objects.update(email="new@example.com")
        assert delivered() == []


class TestStop:
    def links(self, sent) -> tuple[str, str]:
        headers = sent.message()
        address = headers["List-Unsubscribe"].strip("<>").replace("\n", "").replace(" ", "")
        return urlsplit(address).path, headers["List-Unsubscribe-Post"]

    @pytest.fixture
    def path(self, reader, picture) -> str:
        send_digests()
        path, how = self.links(delivered()[0])
        assert how == "List-Unsubscribe=One-Click"
        return path

    def test_works_by_one_post_without_log_in_and_token(self, reader, path):
        client = Client(enforce_csrf_checks=True)
        answer = client.post(
            path,
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
            headers={"Origin": "https://mail.example"},
        )
        assert answer.status_code == 200
        assert Profile.objects.get(user=reader).digest == Digest.NEVER

    def test_is_asked_by_get_which_changes_nothing(self, reader, path, client):
        answer = client.get(path)
        assert b"<form" in answer.content
        assert reader.email.encode() not in answer.content
        assert "no-store" in answer["Cache-Control"]
        assert Profile.objects.get(user=reader).digest == Digest.DAILY

    def test_believes_no_address_it_did_not_make(self, reader, path, client):
        for wrong in (f"{path[:-3]}x/", "/me/mails/stop/x/", f"{path}x/"):
            assert client.post(wrong).status_code == 404
        assert Profile.objects.get(user=reader).digest == Digest.DAILY
