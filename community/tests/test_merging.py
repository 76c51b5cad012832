"""Two pages of one picture become one: what people gave, where it hangs, where addresses lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from community import collections, likes
from community.comments import write_comment
from community.models import (
    CollectionItem,
    Comment,
    Like,
    Notification,
    PictureCollection,
    Report,
    Submission,
)
from pictures import merging, resemblance
from pictures.models import MergedPicture, PicturePage, Placement, ResemblanceGroup
from topics import hanging
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(hang):
    return hang("Stays", seed=1, tags=["sea"])


@pytest.fixture
def other(hang):
    return hang("Goes", seed=1, tags=["sea", "night"], topic=open_topic("Elsewhere"))


@pytest.fixture
def cast(django_user_model):
    return [
        django_user_model.objects.create_user(name, f"{name}@example.com", name)
        for name in ("dee", "eve", "fay")
    ]


@pytest.fixture
def merge(admin_user, django_capture_on_commit_callbacks):
    def merge_now(kept, *others, user=None):
        with django_capture_on_commit_callbacks(execute=True):
            merging.merge(kept, others, user=user or admin_user)

    return merge_now


def numbers(picture) -> set[tuple[int, int]]:
    rows = Placement.objects.filter(picture_id=picture.pk)
    return set(rows.values_list("popularity", "discussion"))


class TestMerge:
    def test_keeps_each_like_once(self, kept, other, cast, merge):
        dee, eve, fay = cast
        for user, picture in ((dee, kept), (dee, other), (eve, other), (fay, other)):
            likes.like_picture(user_id=user.pk, picture_id=picture.pk)
        merge(kept, other)
        assert set(Like.objects.values_list("user__username", "picture_id")) == {
            (name, kept.pk) for name in ("dee", "eve", "fay")
        }
        assert numbers(kept) == {(3, 0)}
        assert numbers(other) == {(0, 0)}

    def test_lets_the_earlier_of_two_likes_count(self, kept, other, bo, merge):
        likes.like_picture(user_id=bo.pk, picture_id=kept.pk)
        long_ago = timezone.now() - timedelta(days=40)
        Like.objects.create(user=bo, picture=other, created_at=long_ago)
        merge(kept, other)
        assert Like.objects.get().created_at == long_ago
        place = Placement.objects.filter(picture_id=kept.pk).first()
        assert (place.popularity, place.popularity_month, place.popularity_year) == (1, 0, 1)

    def test_keeps_threads_together(self, kept, other, cast, merge):
        dee, eve, _fay = cast
        top = write_comment(author=dee, picture=other, typed="First")
        write_comment(author=eve, picture=other, typed="Answer", answers=top)
        write_comment(author=eve, picture=kept, typed="Here already")
        merge(kept, other)
        assert set(Comment.objects.values_list("picture_id", flat=True)) == {kept.pk}
        assert Comment.objects.get(text="Answer").parent_id == top.pk
        assert {discussion for _likes, discussion in numbers(kept)} == {3}
        assert not Notification.objects.filter(picture=other).exists()

    def test_puts_it_into_collections_once(self, kept, other, bo, merge):
        both = collections.create_collection(owner_id=bo.pk, title="Both")
        one = collections.create_collection(owner_id=bo.pk, title="One")
        for collection, picture in ((both, kept), (both, other), (one, other)):
            collections.add_picture(collection, picture.pk)
        collections.set_cover(one, other.pk)
        merge(kept, other)
        held = CollectionItem.objects.values_list("collection__title", "picture_id")
        assert sorted(held) == [("Both", kept.pk), ("One", kept.pk)]
        assert PictureCollection.objects.get(title="One").cover_id == kept.pk

    def test_takes_open_reports_along_once(self, kept, other, cast, merge):
        now = timezone.now()
        for user, picture in ((cast[0], kept), (cast[0], other), (cast[1], other)):
            Report.objects.create(reporter=user, picture=picture, kind="spam", created_at=now)
        merge(kept, other)
        assert Report.objects.filter(picture=kept).count() == 2

    def test_hangs_wherever_the_other_hung(self, kept, other, ana, merge):
        further = open_topic("Further")
        hanging.hang(other, further, user=ana)
        merge(kept, other)
        lists = Placement.objects.listed().filter(picture_id=kept.pk)
        titles = set(lists.values_list("topic__title", flat=True))
        assert {"Elsewhere", "Further"} <= titles
        assert not Placement.objects.listed().filter(picture_id=other.pk).exists()

    def test_gets_the_tags_in_public_and_in_its_draft(self, kept, other, merge):
        merge(kept, other)
        after = PicturePage.objects.get(pk=kept.pk)
        assert set(after.tags.names()) == {"sea", "night"}
        assert not after.has_unpublished_changes
        draft = after.get_latest_revision_as_object()
        assert {tag.name for tag in draft.tags.all()} == {"sea", "night"}

    def test_does_not_publish_what_waits_in_the_draft(self, kept, other, ana, merge):
        draft = kept.get_latest_revision_as_object()
        draft.title = "Not yet"
        draft.save_revision(user=ana)
        merge(PicturePage.objects.get(pk=kept.pk), other)
        after = PicturePage.objects.get(pk=kept.pk)
        assert after.title == "Stays"
        assert set(after.tags.names()) == {"sea", "night"}
        assert after.get_latest_revision_as_object().title == "Not yet"

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_leads_old_addresses_on_for_good(self, client, kept, other, merge, prefix):
        from pictures.addresses import page_address

        old, new = page_address(other.url_path), page_address(kept.url_path)
        merge(kept, other)
        answer = client.get(f"{prefix}{old}")
        assert answer.status_code == 301
        followed = client.get(answer["Location"])
        assert followed.status_code in {200, 301}
        assert new.rstrip("/") in answer["Location"]

    def test_leads_on_through_a_second_merge(self, client, hang, kept, other, merge):
        from pictures.addresses import page_address

        last = hang("Last", seed=1)
        merge(kept, other)
        merge(last, PicturePage.objects.get(pk=kept.pk))
        answer = client.get(page_address(other.url_path))
        assert page_address(last.url_path).rstrip("/") in answer["Location"]

    def test_leaves_the_other_as_a_draft_with_its_file(self, kept, other, merge):
        merge(kept, other)
        after = PicturePage.objects.get(pk=other.pk)
        assert not after.live
        assert after.image.file.storage.exists(after.image.file.name)
        assert not after.image.renditions.exists()
        assert MergedPicture.objects.get(picture=other).kept_id == kept.pk

    def test_takes_the_group_off_the_report(self, kept, other, merge):
        resemblance.rebuild()
        assert ResemblanceGroup.objects.count() == 1
        merge(kept, other)
        assert not ResemblanceGroup.objects.exists()
        resemblance.rebuild()
        assert not ResemblanceGroup.objects.exists()

    def test_changes_nothing_where_it_fails(self, kept, other, bo, merge, monkeypatch):
        likes.like_picture(user_id=bo.pk, picture_id=other.pk)
        monkeypatch.setattr(merging, "redirect_to", _fails)
        with pytest.raises(RuntimeError):
            merge(kept, other)
        assert Like.objects.get().picture_id == other.pk
        assert PicturePage.objects.get(pk=other.pk).live

    def test_tells_no_author_that_it_was_taken_down(self, kept, other, bo, topic, merge):
        Submission.objects.create(
            author=bo,
            picture=other,
            topic=topic,
            title="Goes",
            state="published",
            created_at=timezone.now(),
            changed_at=timezone.now(),
        )
        merge(kept, other)
        assert Submission.objects.get().state == "published"
        assert not Notification.objects.filter(user=bo).exists()


class TestRefusals:
    def test_a_public_picture_never_goes_into_a_draft(self, hang, other, merge):
        draft = hang("Draft", seed=1, publish=False)
        with pytest.raises(merging.MergeError):
            merge(draft, other)
        assert PicturePage.objects.get(pk=other.pk).live

    def test_both_must_be_theirs_to_publish(self, kept, other, bo, merge):
        with pytest.raises(merging.MergeError):
            merge(kept, other, user=bo)

    def test_locked_pages_stay(self, kept, other, ana, admin_user, merge):
        Page.objects.filter(pk=other.pk).update(locked=True, locked_by=admin_user)
        with pytest.raises(merging.MergeError):
            merge(kept, other, user=ana)


class TestConfirming:
    def test_says_what_will_happen_and_does_it(self, client, admin_user, kept, other, bo):
        client.force_login(admin_user)
        likes.like_picture(user_id=bo.pk, picture_id=other.pk)
        chosen = {"act": "merge", "picture": [kept.pk, other.pk], "kept": kept.pk}
        answer = client.post(reverse("duplicates:decide"), chosen)
        page = client.get(answer["Location"]).content.decode()
        assert "1 like moves over" in page
        assert "Elsewhere" in page
        assert "night" in page
        assert "cannot be undone" in page
        assert PicturePage.objects.get(pk=other.pk).live
        client.post(answer["Location"])
        assert not PicturePage.objects.get(pk=other.pk).live

    def test_needs_one_that_stays(self, client, admin_user, kept):
        client.force_login(admin_user)
        answer = client.get(reverse("duplicates:merge"), {"kept": kept.pk})
        assert answer.status_code == 302


def _fails(*args, **kwargs):
    raise RuntimeError("no more")
