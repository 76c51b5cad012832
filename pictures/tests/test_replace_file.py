"""Another file for a published picture: what stays, what is shown when, who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from pictures.factories import picture_file
from pictures.models import GalleryImage, GalleryRendition, ImportBatch, PicturePage
from pictures.models.gallery_image import private_storage
from pictures.replacement_publishing import publish_with_copies

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(hang):
    return hang("등대", seed=1)


@pytest.fixture
def editor(client, ana):
    client.force_login(ana)
    return client


def upload(data: bytes | None = None, name: str = "new.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or picture_file(7, prompt="a harbour", size=(144, 96)))


def bring(editor, picture, file=None) -> str:
    """The address of the screen that compares."""
    answer = editor.post(reverse("replace:choose", args=[picture.pk]), {"file": file or upload()})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def draft_of(picture) -> PicturePage:
    return PicturePage.objects.get(pk=picture.pk).get_latest_revision_as_object()


def files() -> int:
    """How many files lie in private storage."""
    from pictures.media.files import walk

    return len(list(walk(private_storage())))


class TestReplaceFile:
    def test_shows_both_with_their_differences(self, editor, picture):
        page = editor.get(bring(editor, picture)).content.decode()
        assert "96 × 144" in page
        assert "144 × 96" in page
        assert "a lighthouse" in page
        assert "a harbour" in page

    def test_changes_nothing_until_it_is_decided(self, editor, picture):
        bring(editor, picture)
        assert PicturePage.objects.get(pk=picture.pk).image_id == picture.image_id
        assert draft_of(picture).image_id == picture.image_id

    def test_publishes_under_the_same_address_with_its_copies(
        self, editor, picture, django_capture_on_commit_callbacks
    ):
        address = bring(editor, picture)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"act": "publish", "recipe": "new"})
        after = PicturePage.objects.get(pk=picture.pk)
        assert after.image_id != picture.image_id
        assert (after.url_path, after.live) == (picture.url_path, True)
        assert after.recipe.prompt == "a harbour"
        assert after.format == "landscape"
        assert after.image.renditions.exists()
        assert not ImportBatch.objects.exists()

    def test_is_public_only_once_its_copies_are_made(
        self, editor, picture, monkeypatch, django_capture_on_commit_callbacks
    ):
        seen = []
        publish = type(picture.latest_revision).publish

        def noting(self, *args, **kwargs):
            shown = PicturePage.objects.get(pk=picture.pk).image_id
            ready = GalleryRendition.objects.filter(image_id=self.as_object().image_id).count()
            seen.append((shown, ready > 0))
            return publish(self, *args, **kwargs)

        monkeypatch.setattr(type(picture.latest_revision), "publish", noting)
        address = bring(editor, picture)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"act": "publish", "recipe": "new"})
        assert seen == [(picture.image_id, True)]

    def test_deletes_the_copies_of_the_old_file_and_keeps_it(
        self, editor, picture, django_capture_on_commit_callbacks
    ):
        old = picture.image
        assert old.renditions.exists()
        address = bring(editor, picture)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"act": "publish", "recipe": "new"})
        assert not old.renditions.exists()
        assert private_storage().exists(old.file.name)

    def test_as_a_draft_leaves_what_is_public(self, editor, picture):
        editor.post(bring(editor, picture), {"act": "draft", "recipe": "new"})
        after = PicturePage.objects.get(pk=picture.pk)
        assert after.image_id == picture.image_id
        assert after.has_unpublished_changes
        assert draft_of(after).image_id != picture.image_id

    def test_keeps_the_recipe_where_that_is_chosen(self, editor, picture):
        editor.post(bring(editor, picture), {"act": "draft", "recipe": "keep"})
        draft = draft_of(picture)
        assert draft.image_id != picture.image_id
        assert draft.recipe.prompt == "a lighthouse"

    def test_brings_an_earlier_file_back(self, editor, picture, django_capture_on_commit_callbacks):
        address = bring(editor, picture)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"act": "publish", "recipe": "new"})
        back = reverse("replace:earlier", args=[picture.pk, picture.image_id])
        listed = editor.get(reverse("replace:choose", args=[picture.pk])).content.decode()
        assert back in listed
        assert editor.get(back).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(back, {"act": "publish", "recipe": "new"})
        after = PicturePage.objects.get(pk=picture.pk)
        assert after.image_id == picture.image_id
        assert after.recipe.prompt == "a lighthouse"

    def test_refuses_what_was_never_its_file(self, editor, picture, hang):
        other = hang("다른 등대", seed=9)
        address = reverse("replace:earlier", args=[picture.pk, other.image_id])
        assert editor.get(address).status_code == 404
        editor.post(address, {"act": "draft", "recipe": "new"})
        assert draft_of(picture).image_id == picture.image_id

    def test_tells_of_the_same_file_elsewhere(self, editor, picture, hang):
        hang("Twin elsewhere", seed=9)
        page = editor.get(bring(editor, picture, upload(picture_file(9)))).content.decode()
        assert "Twin elsewhere" in page

    @pytest.mark.parametrize("name", ["broken", "same", "none"])
    def test_keeps_nothing_of_a_file_that_is_refused(self, editor, picture, name):
        before = files()
        file = {
            "broken": upload(b"\x89PNG\r\n\x1a\nno picture"),
            "same": upload(picture_file(1)),
            "none": "",
        }[name]
        answer = editor.post(reverse("replace:choose", args=[picture.pk]), {"file": file})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert (files(), ImportBatch.objects.count()) == (before, 0)

    def test_forgets_a_file_that_is_not_used(
        self, editor, picture, django_capture_on_commit_callbacks
    ):
        before = files()
        address = bring(editor, picture)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"act": "forget"})
        assert (files(), ImportBatch.objects.count()) == (before, 0)

    def test_leaves_nothing_where_storing_fails(self, editor, picture, monkeypatch):
        address = bring(editor, picture)
        before = files()
        monkeypatch.setattr(PicturePage, "save_revision", _fails)
        with pytest.raises(RuntimeError):
            editor.post(address, {"act": "draft", "recipe": "new"})
        assert files() == before
        assert GalleryImage.objects.count() == 1

    def test_needs_the_right_to_edit(self, client, picture, bo, django_user_model):
        elsewhere = django_user_model.objects.create_user("dee", "dee@example.com", "dee")
        elsewhere.groups.add(Group.objects.create(name="Admin only"))
        for user in (bo, elsewhere):
            client.force_login(user)
            answer = client.get(reverse("replace:choose", args=[picture.pk]))
            assert answer.status_code in {302, 403}

    def test_respects_a_lock(self, editor, picture, admin_user):
        address = bring(editor, picture)
        Page.objects.filter(pk=picture.pk).update(locked=True, locked_by=admin_user)
        editor.post(address, {"act": "publish", "recipe": "new"})
        assert draft_of(picture).image_id == picture.image_id
        assert "This picture is locked" in _told(editor, picture)

    def test_is_not_published_over_a_review(self, editor, picture, ana):
        address = bring(editor, picture)
        workflow = picture.get_workflow()
        if workflow is None:
            pytest.skip("no workflow here")
        workflow.start(PicturePage.objects.get(pk=picture.pk), ana)
        editor.post(address, {"act": "publish", "recipe": "new"})
        assert PicturePage.objects.get(pk=picture.pk).image_id == picture.image_id

    def test_says_what_the_draft_lacks(self, editor, hang):
        draft = hang("초안", publish=False, alt_text="")
        page = editor.get(bring(editor, draft)).content.decode()
        assert 'value="publish"' not in page

    def test_is_reached_from_the_form(self, editor, picture):
        page = editor.get(reverse("wagtailadmin_pages:edit", args=[picture.pk])).content.decode()
        assert reverse("replace:choose", args=[picture.pk]) in page


class TestPublishWithCopies:
    def test_leaves_what_was_published_later(self, picture, ana):
        old = picture.save_revision(user=ana)
        later = picture.save_revision(user=ana)
        later.publish(user=ana)
        assert publish_with_copies.func(old.pk, ana.pk) is False
        assert PicturePage.objects.get(pk=picture.pk).live_revision_id == later.pk

    def test_of_something_gone_does_nothing(self, ana):
        assert publish_with_copies.func(999_999, ana.pk) is False


def _fails(*args, **kwargs):
    raise RuntimeError("no more")


def _told(editor, picture) -> str:
    return editor.get(reverse("replace:choose", args=[picture.pk])).content.decode()
