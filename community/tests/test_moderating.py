"""What moderators and curators decide: rights, effects, who is told, and all of it taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from community import moderating as m
from community.banning import ban, end_bans, unban
from community.models import (
    UNDO_FOR,
    Acquaintance,
    Ban,
    CommentState,
    Decision,
    Notification,
    Profile,
    ReasonTemplate,
)
from community.moderation_acts import Press, act
from community.moderation_reasons import Reason
from community.moderation_scope import open_reports, trusted_reporter
from community.moderation_steps import take_back, undo
from community.taking_part import refusal
from community.tests.moderation_cast import (
    comment,
    curator_of,
    moderator,
    report,
    reporters,
    state_of,
)
from pictures.models import Placement
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(hang, bo):
    return _by(hang("등대"), bo)


def _by(picture, author):
    picture.author = author
    picture.save()
    return picture


def press(by, *, words="", template=None, seen=None) -> Press:
    return Press(by=by, reason=Reason(words, template), seen=seen or {})


def counted(picture) -> set[int]:
    return set(Placement.objects.filter(picture=picture).values_list("discussion", flat=True))


def told(user) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("kind", "outcome"))


class TestRights:
    def test_moderators_decide_everywhere(self, mo, picture, bo):
        assert m.hide_comment(comment(bo, picture), by=mo)

    def test_curators_decide_where_their_topic_names_them(self, picture, topic, bo):
        assert m.hide_comment(comment(bo, picture), by=curator_of(topic))

    def test_curators_of_another_topic_do_not(self, picture, bo):
        kim = curator_of(open_topic("다른 주제"))
        target = comment(bo, picture)
        row = report(kim, picture=picture)
        for decide in (
            lambda: m.hide_comment(target, by=kim),
            lambda: m.show_comment(target, by=kim),
            lambda: m.mark_sensitive(picture, by=kim),
            lambda: m.hide_picture(picture, by=kim),
            lambda: m.dismiss_report(row, by=kim),
            lambda: m.uphold_report(row, by=kim),
            lambda: m.dismiss_reports(picture, by=kim),
            lambda: m.welcome(target, by=kim),
        ):
            with pytest.raises(PermissionDenied):
                decide()
        target.refresh_from_db()
        assert target.state == CommentState.VISIBLE
        assert state_of(row) == "open"

    def test_members_decide_nothing(self, picture, bo):
        with pytest.raises(PermissionDenied):
            m.hide_picture(picture, by=bo)

    def test_an_image_that_hangs_elsewhere_too_is_not_one_curators_to_hide(
        self, hang, picture, topic
    ):
        kim = curator_of(topic)
        other = hang("또", topic=open_topic("다른 주제"), seed=9)
        other.image = picture.image
        other.save()
        with pytest.raises(PermissionDenied):
            m.hide_picture(picture, by=kim)
        picture.image.refresh_from_db()
        assert picture.image.sensitivity == "none"

    def test_reports_on_people_are_for_moderators(self, topic, bo, ana):
        kim = curator_of(topic)
        row = report(ana, person=bo)
        assert not open_reports(kim, "person").exists()
        with pytest.raises(PermissionDenied):
            m.dismiss_report(row, by=kim)
        with pytest.raises(PermissionDenied):
            ban(bo, by=kim, reason="x")


class TestHiddenComment:
    def test_leaves_the_count_and_tells_everyone(self, mo, picture, bo, ana):
        target = comment(bo, picture)
        row = report(ana, comment=target)
        assert m.hide_comment(target, by=mo, reason="광고예요")
        target.refresh_from_db()
        assert (target.state, target.reason) == ("hidden", "광고예요")
        assert counted(picture) == {0}
        assert state_of(row) == "upheld"
        assert told(bo) == [("comment-decided", "hidden")]
        assert told(ana) == [("report-decided", "upheld")]
        assert Notification.objects.get(user=bo).reason == "광고예요"

    def test_twice_is_once(self, mo, picture, bo):
        target = comment(bo, picture)
        m.hide_comment(target, by=mo)
        assert m.hide_comment(target, by=mo) is None
        assert counted(picture) == {0}
        assert len(told(bo)) == 1

    def test_is_in_the_log(self, mo, picture, bo):
        m.hide_comment(comment(bo, picture), by=mo, reason="광고예요")
        entry = ModelLogEntry.objects.get(action="community.comment.hide")
        assert entry.user == mo
        assert "광고예요" in str(entry.message)

    def test_comes_back(self, mo, picture, bo, ana):
        target = comment(bo, picture)
        row = report(ana, comment=target)
        take_back(m.hide_comment(target, by=mo), by=mo)
        target.refresh_from_db()
        assert target.state == "visible"
        assert counted(picture) == {1}
        assert state_of(row) == "open"
        assert told(bo) == told(ana) == []

    def test_that_somebody_else_has_shown_since_stays_shown(self, mo, picture, bo):
        target = comment(bo, picture, state=CommentState.HELD)
        step = m.hide_comment(target, by=mo)
        m.show_comment(target, by=moderator("other"))
        take_back(step, by=mo)
        target.refresh_from_db()
        assert target.state == "visible"


class TestHeldComment:
    def test_is_shown_counted_and_told(self, mo, picture, bo):
        target = comment(bo, picture, state=CommentState.HELD)
        assert m.approve_held(target, by=mo)
        assert counted(picture) == {1}
        assert told(bo) == [("comment-decided", "visible")]

    def test_of_a_newcomer_makes_them_known(self, mo, picture, bo):
        target = comment(bo, picture, state=CommentState.HELD)
        step = m.welcome(target, by=mo)
        assert Acquaintance.objects.filter(pk=bo.pk).exists()
        assert counted(picture) == {1}
        take_back(step, by=mo)
        assert not Acquaintance.objects.exists()
        assert counted(picture) == {0}


class TestPictureLevel:
    @pytest.mark.parametrize(
        ("decide", "level"), [(m.mark_sensitive, "sensitive"), (m.hide_picture, "hidden")]
    )
    def test_is_set_logged_told_and_taken_back(self, mo, picture, bo, ana, decide, level):
        row = report(ana, picture=picture)
        step = decide(picture, by=mo, reason="가려 주세요")
        picture.image.refresh_from_db()
        assert picture.image.sensitivity == level
        assert told(bo) == [("picture-decided", level)]
        assert state_of(row) == "upheld"
        action = {"hidden": "hide", "sensitive": "sensitive"}[level]
        assert PageLogEntry.objects.filter(action=f"community.picture.{action}", user=mo).exists()
        assert decide(picture, by=mo) is None
        take_back(step, by=mo)
        picture.image.refresh_from_db()
        assert picture.image.sensitivity == "none"
        assert Placement.objects.listed().filter(picture=picture).exists()
        assert state_of(row) == "open"


class TestReports:
    def test_hide_nothing_however_many_they_are(self, picture, verify_email, mo):
        for user in reporters(30, verify_email):
            report(user, picture=picture)
        picture.image.refresh_from_db()
        assert picture.image.sensitivity == "none"
        assert Placement.objects.listed().filter(picture=picture).exists()

    def test_count_people_whose_address_is_known(self, picture, verify_email, mo, bo):
        for user in reporters(3, verify_email):
            report(user, picture=picture)
        report(bo, picture=picture)  # whose address nobody knows
        report(None, picture=picture)  # whose account is gone
        assert open_reports(mo, "picture").filter(trusted_reporter()).count() == 3

    def test_dismissed_together_tell_each_reporter(self, picture, verify_email, mo):
        users = reporters(3, verify_email)
        rows = [report(user, picture=picture) for user in users]
        assert m.dismiss_reports(picture, by=mo, reason="괜찮아요")
        assert {state_of(row) for row in rows} == {"dismissed"}
        assert all(told(user) == [("report-decided", "dismissed")] for user in users)
        assert m.dismiss_reports(picture, by=mo) is None


class TestReason:
    def test_is_read_in_the_language_of_who_is_told(self, picture, mo, bo, ana):
        Profile.objects.filter(user=ana).update(language="en")
        template = ReasonTemplate.objects.get(name="Spam")
        target = comment(bo, picture)
        report(ana, comment=target)
        m.hide_comment(target, by=mo, reason=Reason("!", template))
        assert Notification.objects.get(user=bo).reason == f"{template.text_ko} !"
        assert Notification.objects.get(user=ana).reason == f"{template.text_en} !"


class TestManyAtOnce:
    def test_fifty_are_hidden_and_come_back_together(self, picture, mo, bo):
        ids = [comment(bo, picture, f"광고 {n}").pk for n in range(50)]
        outcome = act(press=press(mo), tab="comments", action="hide", ids=ids)
        assert sorted(outcome.done) == sorted(ids)
        assert len(outcome.decision.steps) == 50
        assert counted(picture) == {0}
        assert undo(by=mo).pk == outcome.decision.pk
        assert counted(picture) == {50}
        assert undo(by=mo) is None

    def test_what_one_refuses_does_not_keep_the_others(self, hang, picture, topic, bo):
        kim = curator_of(topic)
        elsewhere = hang("밖", topic=open_topic("다른 주제"), seed=5)
        mine, other = comment(bo, picture), comment(bo, elsewhere)
        outcome = act(press=press(kim), tab="comments", action="hide", ids=[mine.pk, other.pk])
        assert outcome.done == [mine.pk]
        assert list(outcome.refused) == [other.pk]
        other.refresh_from_db()
        assert other.state == "visible"


class TestUndo:
    def test_is_for_a_while_only(self, picture, mo, bo):
        act(press=press(mo), tab="comments", action="hide", ids=[comment(bo, picture).pk])
        Decision.objects.update(made_at=timezone.now() - UNDO_FOR)
        assert undo(by=mo) is None
        assert counted(picture) == {0}

    def test_takes_back_only_ones_own(self, picture, mo, bo):
        act(press=press(mo), tab="comments", action="hide", ids=[comment(bo, picture).pk])
        other = moderator("other")
        assert undo(by=other, decision_id=Decision.objects.get().pk) is None

    def test_takes_the_last_first(self, picture, mo, bo):
        first, second = comment(bo, picture), comment(bo, picture)
        for each in (first, second):
            act(press=press(mo), tab="comments", action="hide", ids=[each.pk])
        undo(by=mo)
        second.refresh_from_db()
        first.refresh_from_db()
        assert (first.state, second.state) == ("hidden", "visible")


class TestBan:
    def test_keeps_from_taking_part_and_says_why(self, mo, bo, verify_email):
        verify_email(bo)
        assert refusal(bo, "comment") is None
        ban(bo, by=mo, reason="광고를 반복했어요", until=timezone.now() + timedelta(days=3))
        for doing in ("comment", "like", "submit", "report", "subscribe", "collect"):
            assert "광고를 반복했어요" in refusal(bo, doing)
        assert told(bo) == [("member-decided", "banned")]

    def test_is_over_in_time(self, mo, bo, verify_email):
        verify_email(bo)
        ban(bo, by=mo, reason="x", until=timezone.now() + timedelta(days=3), hides_profile=True)
        Ban.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert refusal(bo, "comment") is None
        assert end_bans() == 1
        assert Profile.objects.get(user=bo).hidden_at is None
        assert end_bans() == 0

    def test_hides_their_page_where_asked(self, mo, bo, client):
        address = f"/people/{bo.profile.nickname}/"
        assert client.get(address).status_code == 200
        ban(bo, by=mo, reason="x", hides_profile=True)
        assert client.get(address).status_code == 404
        unban(bo, by=mo)
        assert client.get(address).status_code == 200

    def test_upholds_reports_on_them_and_comes_back(self, mo, bo, ana):
        row = report(ana, person=bo)
        step = ban(bo, by=mo, reason="x", hides_profile=True)
        assert state_of(row) == "upheld"
        take_back(step, by=mo)
        assert not Ban.objects.exists()
        assert Profile.objects.get(user=bo).hidden_at is None
        assert state_of(row) == "open"

    def test_undone_gives_back_the_earlier_one(self, mo, bo):
        ban(bo, by=mo, reason="first")
        take_back(ban(bo, by=mo, reason="second"), by=mo)
        assert Ban.objects.get().reason == "first"

    def test_lifted_and_undone_stands_again(self, mo, bo):
        ban(bo, by=mo, reason="first", hides_profile=True)
        step = unban(bo, by=mo)
        assert unban(bo, by=mo) is None
        take_back(step, by=mo)
        assert Ban.objects.get().reason == "first"
        assert Profile.objects.get(user=bo).hidden_at is not None

    def test_is_not_for_oneself_nor_for_those_who_work_here(self, mo, ana, admin_user):
        for user in (mo, ana, admin_user):
            with pytest.raises(PermissionDenied):
                ban(user, by=mo, reason="x")
        assert ban(ana, by=admin_user, reason="x")
