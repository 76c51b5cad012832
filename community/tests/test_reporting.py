"""Members report pictures, comments and people."""

from __future__ import annotations

import pytest

from accounts.honeypot import NAME
from community.models import Ban, Report
from community.tests.comment_cast import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_bo")]

SENT = {"kind": "spam", "text": "Werbung\u202e!"}


@pytest.fixture
def picture(hang):
    return hang("등대")


@pytest.fixture
def targets(picture, ana) -> dict[str, str]:
    return {
        "picture": f"/pictures/{picture.pk}/report/",
        "comment": f"/comments/{say(ana, picture).pk}/report/",
        "person": "/people/ana/report/",
    }


@pytest.mark.parametrize("kind", ["picture", "comment", "person"])
class TestReport:
    def test_is_kept_once_and_thanked_for(self, client, targets, bo, kind):
        client.force_login(bo)
        assert client.get(targets[kind]).status_code == 200
        for _again in range(2):
            client.post(targets[kind], SENT)
        report = Report.objects.get()
        assert (report.reporter, report.kind, report.text) == (bo, "spam", "Werbung!")
        assert getattr(report, kind) is not None
        page = client.get(targets[kind])
        assert "<fieldset" not in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_asks_visitors_to_log_in_and_brings_them_back(self, client, targets, kind):
        for answer in (client.get(targets[kind]), client.post(targets[kind], SENT)):
            assert answer.status_code == 302
            assert answer["Location"].endswith(f"?next={targets[kind]}")
        assert not Report.objects.exists()

    def test_asks_for_a_reason(self, client, targets, bo, kind):
        client.force_login(bo)
        for fields in ({}, {"kind": "boring"}, {"kind": "spam", "text": "x" * 501}):
            assert client.post(targets[kind], fields).status_code == 422
        assert not Report.objects.exists()

    def test_of_a_program_is_not_kept(self, client, targets, bo, kind):
        client.force_login(bo)
        assert client.post(targets[kind], {**SENT, NAME: "buy"}).status_code == 302
        assert not Report.objects.exists()

    def test_is_not_for_those_who_may_not_take_part(self, client, targets, bo, kind):
        Ban.objects.create(user=bo, reason="Werbung")
        client.force_login(bo)
        assert client.post(targets[kind], SENT).status_code == 422
        assert not Report.objects.exists()


class TestReportOf:
    def test_one_s_own_comment_leads_to_its_page(self, client, picture, bo):
        comment = say(bo, picture)
        client.force_login(bo)
        answer = client.get(f"/comments/{comment.pk}/report/")
        assert answer["Location"] == f"/me/comments/{comment.pk}/"

    def test_what_is_not_public_is_not_found(self, client, targets, picture, bo):
        picture.unpublish()
        client.force_login(bo)
        for address in (targets["picture"], targets["comment"], "/people/bo/report/"):
            assert client.get(address).status_code == 404
            assert client.post(address, SENT).status_code == 404

    def test_too_much_tells_how_long_to_wait(self, client, hang, bo, settings):
        settings.RATE_LIMIT_FACTOR = 1
        client.force_login(bo)
        pictures = [hang(f"그림 {number}", seed=number) for number in range(1, 12)]
        answers = [client.post(f"/pictures/{one.pk}/report/", SENT) for one in pictures]
        assert [answer.status_code for answer in answers] == [302] * 10 + [429]
