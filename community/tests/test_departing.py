"""Somebody's account is deleted: nothing of them is left but what they chose to keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.models import Revision

from accounts.departures import carry_out_due, request_departure, undo_departure
from accounts.models import Departure, User
from community.comments import write_comment
from community.deciding_submissions import accept
from community.likes import like_picture
from community.models import (
    Block,
    Comment,
    CommentState,
    Like,
    Notification,
    PictureCollection,
    Profile,
    Report,
    Submission,
    Subscription,
)
from community.profiles import set_nickname
from community.tests.sent import send, takes_pictures, verified
from outbox.models import Message
from pictures.factories import store_image
from pictures.models import GalleryImage, PicturePage, Placement

pytestmark = pytest.mark.django_db
NAME = "Unmistakable"
ADDRESS = "unmistakable@example.com"
# The record of what was done to pages keeps the number of the account, which says nothing any more.
LOGS = {"wagtailcore.pagelogentry", "wagtailcore.modellogentry"}


@pytest.fixture
def leaver(db, django_user_model):
    user = django_user_model.objects.create_user(NAME, ADDRESS, "x")
    user.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    return user


@pytest.fixture
def picture(hang) -> PicturePage:
    return hang()


def comment(author, picture, text, answers=None) -> Comment:
    written = write_comment(author=author, picture=picture, typed=text, answers=answers)
    Comment.objects.filter(pk=written.pk).update(state=CommentState.VISIBLE)
    return written


def leave(user, *keep: str) -> None:
    """Ask for it and let the two weeks pass."""
    request_departure(user, keep=keep, language="en")
    Departure.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert carry_out_due() == 1


def submitted(user, topic, curator) -> PicturePage:
    """A public picture that `user` had sent, under their name."""
    takes_pictures(topic)
    submission = send(verified(user), topic, seed=7)
    PicturePage.objects.filter(pk=submission.picture_id).update(author_name=NAME)
    Submission.objects.filter(pk=submission.pk).update(note=f"by {NAME}")
    submission.refresh_from_db()
    curator.is_superuser = True
    assert accept(submission, curator)
    page = PicturePage.objects.get(pk=submission.picture_id)
    assert page.live
    return page


def rows_that_name(text: str) -> list[str]:
    """Tables in which any column of any row holds `text`."""
    return [
        model._meta.label_lower
        for model in apps.get_models()
        if any(text.lower() in str(row).lower() for row in model._base_manager.values())
    ]


def rows_of(user_id: int) -> list[str]:
    """Tables with a row that refers to the account."""
    return [
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model is User
        and field.concrete
        and not field.many_to_many
        and model._base_manager.filter(**{field.attname: user_id}).exists()
    ]


class TestDeparture:
    def test_leaves_nothing(self, leaver, ana, bo, topic, picture):
        now = timezone.now()
        profile = set_nickname(leaver.profile, NAME)
        profile.image = store_image(9, user=leaver)
        profile.bio = f"I am {NAME}"
        profile.save()
        like_picture(user_id=leaver.pk, picture_id=picture.pk)
        comment(leaver, picture, f"{NAME} was here")
        PictureCollection.objects.create(owner=leaver, title=f"Of {NAME}")
        Subscription.objects.create(user=leaver, topic=topic, created_at=now)
        Subscription.objects.create(user=bo, person=leaver, created_at=now)
        Report.objects.create(
            reporter=leaver, picture=picture, kind="other", text=f"says {NAME}", created_at=now
        )
        Notification.objects.create(user=ana, actor=leaver, kind="like", key="k", created_at=now)
        Block.objects.create(user=leaver, blocked=bo)
        submitted(leaver, topic, ana)
        Message.objects.create(
            key="old", to=ADDRESS, subject="x", text=NAME, next_try_at=now, user=leaver
        )
        number = leaver.pk
        leave(leaver)
        assert set(rows_of(number)) <= LOGS
        assert set(rows_that_name(NAME)) <= LOGS
        assert rows_that_name(ADDRESS) == []

    def test_takes_likes_out_of_the_counts(self, leaver, bo, picture):
        for user in (leaver, bo):
            like_picture(user_id=user.pk, picture_id=picture.pk)
        leave(leaver)
        assert Like.objects.count() == 1
        assert {row.popularity for row in Placement.objects.all()} == {1}

    def test_deletes_comments_but_no_replies_of_others(self, leaver, bo, picture):
        first = comment(leaver, picture, "mine, answered")
        reply = comment(bo, picture, "an answer", answers=first)
        comment(leaver, picture, "mine, under it", answers=first)
        comment(leaver, picture, "mine alone")
        leave(leaver)
        left = {each.pk: each for each in Comment.objects.all()}
        assert left.keys() == {first.pk, reply.pk}
        assert (left[first.pk].text, left[first.pk].state) == ("", CommentState.DELETED)
        assert left[reply.pk].text == "an answer"
        assert {row.discussion for row in Placement.objects.all()} == {1}

    def test_keeps_shown_comments_without_the_name_where_that_was_chosen(self, leaver, picture):
        kept = comment(leaver, picture, "stays")
        held = comment(leaver, picture, "was never shown")
        Comment.objects.filter(pk=held.pk).update(state=CommentState.HELD)
        leave(leaver, "comments")
        assert [(each.pk, each.author) for each in Comment.objects.all()] == [(kept.pk, None)]

    def test_deletes_submitted_pictures_with_their_files(self, leaver, topic, ana):
        page = submitted(leaver, topic, ana)
        image = page.image_id
        leave(leaver)
        assert not PicturePage.objects.filter(pk=page.pk).exists()
        assert not GalleryImage.objects.filter(uploaded_by_user=leaver.pk, pk=image).exists()

    def test_keeps_public_pictures_without_the_name_where_that_was_chosen(self, leaver, topic, ana):
        page = submitted(leaver, topic, ana)
        leave(leaver, "pictures")
        page.refresh_from_db()
        assert page.live
        assert (page.author, page.author_name, page.owner) == (None, "", None)
        contents = Revision.page_revisions.filter(object_id=str(page.pk))
        assert all(NAME not in str(each.content) for each in contents)

    def test_leaves_the_pictures_of_a_curator_on_the_walls(self, ana, hang):
        page = hang("Hung by Ana")
        User.objects.create_superuser("other", "other@example.com", "x")
        leave(ana)
        page.refresh_from_db()
        assert page.live


class TestWaiting:
    def test_hides_the_profile_until_the_mind_is_changed(self, leaver):
        request_departure(leaver, keep=[], language="en")
        assert not Profile.objects.shown().filter(user=leaver).exists()
        undo_departure(leaver)
        assert Profile.objects.shown().filter(user=leaver).exists()

    def test_deletes_nothing(self, leaver, picture):
        comment(leaver, picture, "still here")
        like_picture(user_id=leaver.pk, picture_id=picture.pk)
        request_departure(leaver, keep=[], language="en")
        assert (Comment.objects.count(), Like.objects.count()) == (1, 1)
