"""What authors do with pictures they have sent, and what others may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from accounts.signals import departing
from community import deciding_submissions as deciding
from community import (
    submission_editing,
    submission_review,
    submission_thumbnails,
    submission_withdrawing,
)
from community.models import Ban, Comment, Like, Submission, SubmissionState
from community.submitting import Words
from community.tests.sent import WORDS, send, stored_files, upload, verified
from pictures.factories import unlike_file
from pictures.models import GalleryImage, GalleryRendition, ImportFile, PicturePage, Placement
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(sent, ana, django_capture_on_commit_callbacks) -> Submission:
    with django_capture_on_commit_callbacks(execute=True):
        deciding.accept(sent, ana)
    return fresh(sent)


@pytest.fixture
def member(client, bo):
    client.force_login(bo)
    return client


@pytest.fixture
def dee(django_user_model):
    """Another member."""
    return verified(django_user_model.objects.create_user("dee", "dee@example.com", "dee"))


def fresh(row: Submission) -> Submission:
    return Submission.objects.get(pk=row.pk)


def at(name: str, row: Submission, *more: int) -> str:
    return reverse(f"me_submission{name}", args=[row.pk, *more])


def draft(row: Submission) -> PicturePage:
    return fresh(row).picture.get_latest_revision_as_object()


def read(client, address: str) -> int:
    """The status, the file read to its end so that it is closed."""
    answer = client.get(address)
    b"".join(answer)
    return answer.status_code


def replace(client, row: Submission, seed: int):
    return client.post(at("_replace", row), {"file": upload(seed=seed)})


class TestList:
    def test_shows_state_and_reason(self, member, sent, ana):
        deciding.ask_changes(sent, ana, "하늘이 너무 어두워요.")
        answer = member.get(reverse("me_submissions"))
        html = answer.content.decode()
        assert sent.title in html
        assert "하늘이 너무 어두워요." in html
        assert "is-changes" in html
        assert answer["Cache-Control"] == "private, no-store"

    def test_shows_nobody_elses(self, client, sent, dee):
        client.force_login(dee)
        assert sent.title not in client.get(reverse("me_submissions")).content.decode()

    def test_asks_the_same_number_of_queries_for_one_and_for_many(self, member, own_topic, bo):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                member.get(reverse("me_submissions"))
            return len(captured)

        send(verified(bo), own_topic, seed=60)
        cost()
        few = cost()
        for seed in range(61, 66):
            send(bo, own_topic, seed=seed)
        assert cost() == few

    def test_still_tells_of_a_picture_whose_page_a_curator_deleted(self, member, sent):
        sent.picture.delete()
        assert sent.title in member.get(reverse("me_submissions")).content.decode()
        assert member.get(at("", sent)).status_code == 200
        member.post(at("_withdraw", sent))
        assert not Submission.objects.exists()

    def test_asks_visitors_to_log_in(self, client, sent):
        for place in (reverse("me_submissions"), at("", sent), at("_thumbnail", sent)):
            assert client.get(place)["Location"].startswith(reverse("account_login"))


class TestOthers:
    @pytest.mark.parametrize("who", ["dee", "ana"])
    def test_learn_nothing_of_it(self, client, sent, who, request):
        client.force_login(request.getfixturevalue(who))
        image = sent.picture.image_id
        for name in ("", "_edit", "_replace"):
            assert client.get(at(name, sent)).status_code == 404
        posts = [("_edit", ()), ("_replace", ()), ("_withdraw", ()), ("_undo", ())]
        for name, more in [*posts, ("_bring_back", (image,))]:
            assert client.post(at(name, sent, *more), WORDS).status_code == 404
        assert fresh(sent).state == SubmissionState.WAITING
        assert draft(sent).title == "항구 31"

    def test_see_its_file_only_where_they_decide(self, client, sent, dee, ana, bo):
        original = reverse("original", args=[sent.picture.image.file.name[len("originals/") :]])
        other = open_topic("다른 주제")
        other.curators.add(dee)
        other.save_revision().publish()
        dee.groups.add(Group.objects.get(name="Curators"))
        expected = {bo: (200, 200), ana: (200, 200), dee: (404, 200)}  # curators may choose images
        for user, (small, large) in expected.items():
            client.force_login(user)
            assert read(client, at("_thumbnail", sent)) == small, user
            assert read(client, original) == large, user
        dee.groups.clear()
        assert client.get(original).status_code == 404

    def test_do_not_see_the_draft(self, client, sent):
        assert client.get(f"/topics/{sent.topic.slug}/{sent.picture.slug}/").status_code == 404

    def test_may_only_post(self, member, sent):
        for name in ("_withdraw", "_undo"):
            assert member.get(at(name, sent)).status_code == 405


class TestEditing:
    def test_of_a_draft_is_its_latest_version(self, member, sent):
        member.post(at("_edit", sent), {**WORDS, "title": "저녁 항구"})
        assert draft(sent).title == fresh(sent).picture.title == fresh(sent).title == "저녁 항구"
        assert {tag.name for tag in draft(sent).tags.all()} == {"항구", "안개"}
        assert WorkflowState.objects.count() == 1

    def test_of_a_public_picture_waits(self, member, public, client):
        address = public.picture.url
        member.post(at("_edit", public), {**WORDS, "title": "저녁 항구"})
        row = fresh(public)
        assert (row.state, row.picture.live, row.picture.title) == ("waiting", True, "항구 31")
        assert draft(row).title == "저녁 항구"
        assert WorkflowState.objects.active().count() == 1
        assert row.picture.url == address

    def test_without_a_change_bothers_nobody(self, member, public):
        form = member.get(at("_edit", public)).context["form"]
        values = {name: form[name].value() or "" for name in form.fields}
        member.post(at("_edit", public), values)
        assert fresh(public).state == SubmissionState.PUBLISHED

    def test_cannot_lower_the_sensitivity_of_a_public_picture(self, member, public):
        image = GalleryImage.objects.get()
        member.post(at("_edit", public), {**WORDS, "is_sensitive": "on"})
        image.refresh_from_db()
        assert image.sensitivity == "sensitive"
        member.post(at("_edit", public), {**WORDS, "title": "무해한 그림"})
        image.refresh_from_db()
        assert image.sensitivity == "sensitive"
        assert "is_sensitive" not in member.get(at("_edit", public)).context["form"].fields

    def test_cannot_take_the_ai_mark_off_a_public_picture(self, member, public):
        words = {name: value for name, value in WORDS.items() if name != "ai_generated"}
        member.post(at("_edit", public), words)
        assert GalleryImage.objects.get().ai_generated

    @pytest.mark.parametrize("state", ["rejected", "removed", "withdrawn"])
    def test_is_over_with_the_matter(self, member, sent, state):
        Submission.objects.update(state=state)
        for name in ("_edit", "_replace"):
            assert member.get(at(name, sent)).status_code == 404

    def test_is_closed_to_the_banned(self, member, sent, bo, ana):
        Ban.objects.create(user=bo, reason="spam", banned_by=ana)
        assert member.post(at("_edit", sent), WORDS).status_code == 403
        assert replace(member, sent, 42).status_code == 403
        assert draft(sent).title == "항구 31"


class TestReplacing:
    def test_keeps_address_likes_and_comments(
        self, member, public, ana, dee, django_capture_on_commit_callbacks
    ):
        picture = public.picture
        Like.objects.create(user=dee, picture=picture, created_at=timezone.now())
        Comment.objects.create(picture=picture, author=dee, text="!", created_at=timezone.now())
        address, old = picture.url, picture.image
        assert replace(member, public, 42).status_code == 302
        row = fresh(public)
        assert (row.picture.image, row.picture.live) == (old, True)
        with django_capture_on_commit_callbacks(execute=True):
            deciding.accept(row, ana)
        picture = fresh(row).picture
        assert (picture.pk, picture.url) == (public.picture_id, address)
        assert picture.image != old
        assert picture.recipe.seed == 42
        assert Like.objects.filter(picture=picture).count() == 1
        assert Comment.objects.filter(picture=picture).count() == 1
        assert GalleryRendition.objects.filter(image=picture.image).exists()
        assert not GalleryRendition.objects.filter(image=old).exists()
        assert GalleryImage.objects.filter(pk=old.pk).exists()

    def test_can_be_taken_back(self, member, sent):
        old = sent.picture.image_id
        replace(member, sent, 42)
        assert draft(sent).image_id != old
        html = member.get(at("", sent)).content.decode()
        assert at("_earlier", sent, old) in html
        assert read(member, at("_earlier", sent, old)) == 200
        member.post(at("_bring_back", sent, old))
        assert draft(sent).image_id == old
        assert draft(sent).recipe.seed == 31

    def test_brings_back_only_what_it_had(self, member, sent, own_topic, bo):
        other = send(bo, own_topic, seed=43).picture.image_id
        assert member.post(at("_bring_back", sent, other)).status_code == 404
        assert member.get(at("_earlier", sent, other)).status_code == 404

    @pytest.mark.parametrize("data", [b"", b"<html>", unlike_file(44)[:300], unlike_file(31)])
    def test_refuses_what_intake_refuses_and_leaves_no_file(self, member, sent, data):
        before = stored_files()
        answer = member.post(at("_replace", sent), {"file": upload(data)})
        assert (answer.status_code, GalleryImage.objects.count()) == (200, 1)
        assert "field-error" in answer.content.decode()
        assert stored_files() == before

    def test_failing_midway_leaves_no_file(self, member, sent, monkeypatch):
        def fail(*args):
            raise RuntimeError("the database went away")

        before = stored_files()
        monkeypatch.setattr(submission_review, "begin", fail)
        with pytest.raises(RuntimeError):
            replace(member, sent, 45)
        assert GalleryImage.objects.count() == 1
        assert stored_files() == before


class TestWithdrawing:
    def test_a_draft_deletes_it_with_its_files(
        self, member, sent, django_capture_on_commit_callbacks
    ):
        replace(member, sent, 46)
        read(member, at("_thumbnail", sent))
        images = GalleryImage.objects.all()
        files = {image.file.name for image in images}
        thumbnails = {submission_thumbnails.name_of(image) for image in images}
        assert len(files) == 2
        assert thumbnails & stored_files()
        with django_capture_on_commit_callbacks(execute=True):
            member.post(at("_withdraw", sent))
        assert Submission.objects.count() == PicturePage.objects.count() == 0
        assert GalleryImage.objects.count() == 0
        assert not (files | thumbnails) & stored_files()

    def test_keeps_a_file_that_an_editor_has_hung_elsewhere(
        self, member, sent, own_topic, ana, django_capture_on_commit_callbacks
    ):
        image = sent.picture.image
        own_topic.cover = image
        own_topic.save_revision().publish()
        with django_capture_on_commit_callbacks(execute=True):
            member.post(at("_withdraw", sent))
        assert GalleryImage.objects.filter(pk=image.pk).exists()

    def test_a_public_picture_hides_it_and_can_be_undone(
        self, member, client, public, dee, django_capture_on_commit_callbacks
    ):
        Like.objects.create(user=dee, picture=public.picture, created_at=timezone.now())
        address = public.picture.url
        with django_capture_on_commit_callbacks(execute=True):
            member.post(at("_withdraw", public))
            member.post(at("_withdraw", public))
        row = fresh(public)
        assert (row.state, row.picture.live) == (SubmissionState.WITHDRAWN, False)
        assert client.get(address).status_code == 410
        assert not GalleryRendition.objects.exists()
        with django_capture_on_commit_callbacks(execute=True):
            member.post(at("_undo", public))
        row = fresh(public)
        assert (row.state, row.picture.live) == (SubmissionState.PUBLISHED, True)
        assert client.get(address).status_code == 200
        assert Placement.objects.listed().filter(picture=row.picture).exists()
        assert Like.objects.count() == 1

    def test_does_not_bring_back_what_a_curator_took_down(self, member, public, ana):
        public.picture.unpublish(user=ana)
        member.post(at("_withdraw", public))
        member.post(at("_undo", public))
        row = fresh(public)
        assert (row.state, row.picture.live) == (SubmissionState.REMOVED, False)

    def test_of_an_edit_that_waits_takes_all_of_it_back(self, member, public):
        member.post(at("_edit", public), WORDS)
        member.post(at("_withdraw", public))
        assert not WorkflowState.objects.active().exists()
        member.post(at("_undo", public))
        assert fresh(public).picture.title == "항구 31"

    def test_is_open_to_the_banned_but_not_its_undoing(self, member, public, bo, ana):
        Ban.objects.create(user=bo, reason="spam", banned_by=ana)
        member.post(at("_withdraw", public))
        assert fresh(public).state == SubmissionState.WITHDRAWN
        member.post(at("_undo", public))
        assert fresh(public).state == SubmissionState.WITHDRAWN

    def test_ends_after_fourteen_days(
        self, member, public, own_topic, bo, ana, django_capture_on_commit_callbacks
    ):
        member.post(at("_withdraw", public))
        refused = send(bo, own_topic, seed=47)
        deciding.reject(refused, ana, "no")
        assert submission_withdrawing.expire() == 0
        Submission.objects.update(changed_at=timezone.now() - timedelta(days=15))
        with django_capture_on_commit_callbacks(execute=True):
            assert submission_withdrawing.expire() == 2
        row = Submission.objects.get()
        assert (row.pk, row.picture, row.reason) == (refused.pk, None, "no")
        assert not PicturePage.objects.exists()
        assert not GalleryImage.objects.exists()


class TestLeaving:
    @pytest.mark.parametrize("keep", [[], ["pictures"]])
    def test_keeps_public_pictures_only_where_wanted(
        self, public, own_topic, bo, keep, django_capture_on_commit_callbacks
    ):
        submission_editing.edit(public, bo, _words())
        send(bo, own_topic, seed=48)
        with django_capture_on_commit_callbacks(execute=True):
            departing.send(sender=type(bo), user=bo, keep=keep)
            bo.delete()
        assert not ImportFile.objects.exists()
        assert not WorkflowState.objects.active().exists()
        pictures = list(PicturePage.objects.all())
        if not keep:
            assert pictures == []
            assert not GalleryImage.objects.exists()
            return
        assert [(page.pk, page.live, page.author) for page in pictures] == [
            (public.picture_id, True, None)
        ]
        assert pictures[0].get_latest_revision_as_object().title == "항구 31"


def _words() -> Words:
    return Words("새 제목", "설명", "", [], "cc-by", "public")
