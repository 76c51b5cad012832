"""A member's notifications on one page, each leading to its place."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Comment, Like, Notification, NotificationKind
from community.notification_words import ICONS, sentence
from community.notifying import notify

LIST = "/me/notifications/"
SEEN = "/me/notifications/seen/"


@pytest.fixture
def picture(hang):
    return hang("등대")


@pytest.fixture
def as_ana(client, ana) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def told(ana, bo, picture) -> dict[str, Notification]:
    """One notification of each kind."""
    comment = Comment.objects.create(
        picture=picture, author=bo, text="<i>빛</i>이 고와요", created_at=timezone.now()
    )
    Like.objects.create(user=bo, picture=picture, created_at=timezone.now())
    for kind in NotificationKind:
        about = {"picture": picture} if kind not in ("subscriber", "report-decided") else {}
        if kind in ("reply", "mention", "comment", "comment-decided"):
            about["comment"] = comment
        if kind == "like":
            Notification.objects.create(
                user=ana, kind=kind, key="l", actor=bo, created_at=timezone.now(), **about
            )
        else:
            notify(ana.pk, kind, key=kind, actor=bo, **about)
    return {row.kind: row for row in Notification.objects.filter(user=ana)}


def unseen(client: Client) -> int:
    return client.get("/me/state/").json()["new"]["notifications"]


class TestList:
    def test_tells_every_kind_and_leads_to_its_place(self, as_ana, told, picture, bo):
        assert told.keys() == {kind.value for kind in NotificationKind}
        page = as_ana.get(LIST)
        assert "no-store" in page["Cache-Control"]
        text = page.content.decode()
        assert text.count("notice-line is-unseen") == len(told)
        assert "&lt;i&gt;빛" in text
        links = {
            int(pk): url for url, pk in re.findall(r'<a href="([^"]+)" data-notice="(\d+)"', text)
        }
        assert links[told["like"].pk] == picture.get_url()
        assert links[told["subscriber"].pk] == "/people/bo/"
        assert f"/comments/{told['reply'].comment_id}/" in links[told["reply"].pk]
        assert "/me/submissions/" in links[told["submission-decided"].pk]

    def test_is_everyones_own(self, client, bo, told):
        client.force_login(bo)
        assert "notice-line" not in client.get(LIST).content.decode()
        client.post(SEEN, {"notification": told["reply"].pk})
        assert Notification.objects.get(pk=told["reply"].pk).seen_at is None

    def test_is_for_who_is_signed_in(self, client, db):
        for answer in (client.get(LIST), client.post(SEEN)):
            assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)

    def test_says_so_while_nothing_has_happened(self, as_ana):
        assert 'class="empty"' in as_ana.get(LIST).content.decode()

    def test_goes_on_page_by_page_at_the_same_cost(self, as_ana, ana, bo, picture):
        counts = []
        for number in (2, 60):
            Notification.objects.all().delete()
            for index in range(number):
                notify(ana.pk, "mention", key=f"m:{index}", actor=bo, picture=picture)
            as_ana.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                first = as_ana.get(LIST).content.decode()
            counts.append(len(queries))
        assert counts[0] == counts[1]
        following = re.search(r'rel="next" href="([^"]+)"', first)[1]
        second = as_ana.get(following).content.decode()
        shown = re.findall(r'data-notice="(\d+)"', first + second)
        assert len(shown) == len(set(shown)) == 60

    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_has_a_sentence_for_every_kind(self, language):
        for kind in NotificationKind:
            assert "bo" in sentence(Notification(kind=kind), "bo") or kind.endswith("decided")
            assert ICONS.get(kind, "bell")


class TestSeen:
    def test_one_or_all(self, as_ana, told):
        assert unseen(as_ana) == len(told)
        as_ana.post(SEEN, {"notification": told["reply"].pk})
        assert unseen(as_ana) == len(told) - 1
        assert as_ana.post(SEEN).status_code == 303
        assert unseen(as_ana) == 0

    def test_is_not_changed_by_looking(self, as_ana, told):
        as_ana.get(LIST)
        assert unseen(as_ana) == len(told)
        assert as_ana.get(SEEN).status_code == 405

    def test_takes_no_other_word_for_all(self, as_ana, told):
        for word in ("x", "-1", "9" * 30, "١"):
            as_ana.post(SEEN, {"notification": word})
        assert unseen(as_ana) == len(told)
