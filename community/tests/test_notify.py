"""Members are told what concerns them, once, and never by people whom they blocked."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from community.models import Ban, Block, Comment, CommentState, Like, Notification, Profile
from community.notifications import count_unseen, mark_seen
from community.notifying import notify


@pytest.fixture
def picture(hang):
    return hang()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    def run(action, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **kwargs)

    return run


def like(user, picture):
    return Like.objects.get_or_create(
        user=user, picture=picture, defaults={"created_at": timezone.now()}
    )[0]


def say(author, picture, text="좋아요", **more):
    return Comment.objects.create(
        picture=picture, author=author, text=text, created_at=timezone.now(), **more
    )


class TestNotify:
    def test_tells_once_what_a_key_names(self, ana, bo):
        for _ in range(3):
            notify(ana.pk, "subscriber", key=f"subscriber:{bo.pk}", actor=bo)
        assert count_unseen(ana.pk) == 1

    def test_tells_nobody_of_what_they_do_themselves(self, ana):
        notify(ana.pk, "subscriber", key="x", actor=ana)
        assert not Notification.objects.exists()

    def test_tells_nothing_of_people_who_are_blocked(self, ana, bo):
        Block.objects.create(user=ana, blocked=bo)
        notify(ana.pk, "subscriber", key="x", actor=bo)
        assert not Notification.objects.exists()

    def test_tells_a_decision_even_of_a_curator_who_is_blocked(self, ana, bo, picture):
        Block.objects.create(user=bo, blocked=ana)
        notify(bo.pk, "submission-decided", key="x", actor=ana, picture=picture)
        assert count_unseen(bo.pk) == 1

    def test_tells_an_account_that_is_gone_nothing(self, bo):
        notify(None, "subscriber", key="x", actor=bo)
        assert not Notification.objects.exists()


class TestLikes:
    def test_are_summed_up_a_picture_and_day(self, ana, bo, picture, on_commit, django_user_model):
        cy = django_user_model.objects.create_user("cy")
        for user in (bo, cy, bo):
            like(user, picture)
            on_commit(notify, ana.pk, "like", key="any", actor=user, picture=picture)
        assert Notification.objects.get().count == 2

    def test_that_come_and_go_are_not_new_again(self, ana, bo, picture, on_commit):
        for _ in range(2):
            like(bo, picture)
            on_commit(notify, ana.pk, "like", key="any", actor=bo, picture=picture)
            mark_seen(ana.pk)
            Like.objects.all().delete()
        assert count_unseen(ana.pk) == 0

    def test_of_somebody_blocked_do_not_count(self, ana, bo, picture, on_commit, django_user_model):
        cy = django_user_model.objects.create_user("cy")
        Block.objects.create(user=ana, blocked=bo)
        for user in (bo, cy):
            like(user, picture)
            on_commit(notify, ana.pk, "like", key="any", actor=user, picture=picture)
        assert Notification.objects.get().count == 1


class TestShown:
    def test_hides_what_became_of_people_and_pictures(self, ana, bo, picture):
        comment = say(bo, picture)
        notify(ana.pk, "comment", key="c", actor=bo, picture=picture, comment=comment)
        shown = Notification.objects.of(ana.pk).shown()
        assert shown.count() == 1
        comment.state = CommentState.HIDDEN
        comment.save()
        assert shown.count() == 0
        Comment.objects.update(state=CommentState.VISIBLE)
        block = Block.objects.create(user=ana, blocked=bo)
        assert shown.count() == 0
        block.delete()
        ban = Ban.objects.create(user=bo, reason="spam")
        assert shown.count() == 0
        ban.delete()
        assert shown.count() == 1
        picture.unpublish()
        assert shown.count() == 0

    def test_keeps_a_decision_about_what_is_not_public(self, bo, hang):
        draft = hang(publish=False)
        notify(bo.pk, "submission-decided", key="s", picture=draft, outcome="rejected")
        assert Notification.objects.of(bo.pk).shown().count() == 1


@pytest.fixture
def verified(ana):
    from allauth.account.models import EmailAddress

    return EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)


class TestMail:
    def tell(self, ana, bo, picture, key="r"):
        comment = say(bo, picture, "참 고운 빛이에요 <b>")
        notify(ana.pk, "reply", key=key, actor=bo, picture=picture, comment=comment)
        return comment

    def test_goes_to_a_verified_address_in_the_readers_language(
        self, ana, bo, picture, verified, on_commit
    ):
        Profile.objects.filter(user=ana).update(language="en")
        on_commit(self.tell, ana, bo, picture)
        [sent] = mail.outbox
        assert sent.to == ["ana@example.com"]
        assert "bo replied to your comment" in sent.subject
        assert "> 참 고운 빛이에요 <b>" in sent.body
        assert "http://localhost:8000/en/" in sent.body
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_goes_to_no_unverified_address(self, ana, bo, picture, on_commit):
        on_commit(self.tell, ana, bo, picture)
        assert mail.outbox == []

    def test_goes_to_nobody_who_switched_it_off(self, ana, bo, picture, verified, on_commit):
        Profile.objects.filter(user=ana).update(mail_replies=False)
        on_commit(self.tell, ana, bo, picture)
        assert mail.outbox == []

    def test_is_dropped_when_its_reason_is_gone_before_delivery(
        self, ana, bo, picture, verified, django_capture_on_commit_callbacks
    ):
        from outbox.models import Message, MessageState

        with django_capture_on_commit_callbacks() as waiting:
            comment = self.tell(ana, bo, picture)
        comment.state = CommentState.HIDDEN
        comment.save()
        for callback in waiting:
            callback()
        message = Message.objects.get()
        assert (message.state, message.text, mail.outbox) == (MessageState.DROPPED, "", [])
