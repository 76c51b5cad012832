"""From a file to a page: drafts, slugs, what publishing asks for, what is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from wagtail.models import Page

from pictures.ai_mark import has_ai_mark
from pictures.factories import hang_picture, store_image, taken
from pictures.formats import PictureFormat
from pictures.library import add_image
from pictures.models import GalleryImage, PicturePage, Placement, Total
from pictures.publishing import PublishingError, create_picture, publish_picture
from pictures.rendering import rendition_specs

pytestmark = pytest.mark.django_db


def files_of(name: str) -> set[Path]:
    root = Path(storages[name].location)
    return {path for path in root.rglob("*") if path.is_file()}


class TestDraft:
    def test_is_listed_nowhere_and_has_no_public_copy(self, hang):
        picture = hang(publish=False)
        assert not picture.live
        assert not Placement.objects.filter(listed_at__isnull=False).exists()
        assert not picture.image.renditions.exists()

    def test_may_lack_image_and_words(self, topic):
        topic.add_child(instance=PicturePage(title="Later", live=False)).save_revision(clean=False)
        assert PicturePage.objects.filter(title="Later", live=False).exists()

    def test_takes_format_and_recipe_from_its_image(self, hang):
        picture = hang(publish=False, seed=9, size=(144, 96))
        assert picture.format == "landscape"
        assert (picture.recipe.seed, picture.model_name) == (9, "demo-painter")
        assert picture.sampler_name == "Euler a"

    def test_keeps_a_corrected_recipe_until_the_image_changes(self, hang, ana):
        picture = hang(publish=False, seed=9)
        picture.recipe_data = {**picture.recipe_data, "model": "corrected"}
        picture.save()
        assert PicturePage.objects.get(pk=picture.pk).model_name == "corrected"
        picture.image = store_image(10, user=ana)
        picture.save()
        assert PicturePage.objects.get(pk=picture.pk).recipe.seed == 10


class TestPublishing:
    def test_lists_the_picture_in_its_topic_and_on_the_site(self, hang, topic):
        picture = hang()
        places = Placement.objects.listed().filter(picture=picture)
        assert {place.topic_id for place in places} == {
            topic.pk,
            topic.get_parent().get_parent().pk,
        }
        assert Total.objects.get(pk=topic.pk).pictures == 1

    def test_makes_the_whole_set_of_copies_with_the_ai_mark(self, hang):
        picture = hang(size=(1536, 2304))
        made = {rendition.filter_spec: rendition for rendition in picture.image.renditions.all()}
        assert set(made) == set(rendition_specs(PictureFormat(picture.format)))
        for rendition in made.values():
            with rendition.file.open() as copy:
                assert has_ai_mark(copy.read()), rendition.filter_spec

    def test_leaves_the_mark_out_where_no_ai_was_at_work(
        self, topic, ana, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            image = add_image(taken(3), title="A photograph", user=ana, ai_generated=False)
            create_picture(
                topic=topic, image=image, title="A", user=ana, alt_text="A", publish=True
            )
        for rendition in image.renditions.all():
            with rendition.file.open() as copy:
                assert not has_ai_mark(copy.read())

    def test_asks_for_an_alternative_text(self, topic, ana):
        before = files_of("private")
        with pytest.raises(PublishingError):
            hang_picture("No words", topic=topic, user=ana, alt_text="")
        assert not PicturePage.objects.exists()
        assert len(files_of("private") - before) == 1  # the image itself stays in the library

    def test_asks_the_same_of_a_draft(self, hang, ana):
        picture = hang(publish=False, alt_text="")
        with pytest.raises(ValidationError):
            publish_picture(picture, user=ana)
        assert not PicturePage.objects.get(pk=picture.pk).live

    def test_says_so_when_the_topic_is_gone(self, topic, ana):
        image = store_image(user=ana)
        Page.objects.get(pk=topic.pk).delete()
        with pytest.raises(PublishingError):
            create_picture(topic=topic, image=image, title="A", user=ana)

    def test_counters_survive_a_new_revision(self, hang):
        picture = hang()
        Placement.objects.filter(picture=picture).update(popularity=7)
        draft = picture.get_latest_revision_as_object()
        draft.title = "New words"
        draft.save_revision().publish()
        assert set(Placement.objects.values_list("popularity", flat=True)) == {7}


class TestSlug:
    def test_numbers_a_series(self, hang):
        slugs = [hang("같은 제목", seed=seed).slug for seed in (1, 2, 3)]
        assert slugs == ["같은-제목", "같은-제목-2", "같은-제목-3"]

    @pytest.mark.parametrize("title", ["Search", "Pictures", "me", "EN"])
    def test_keeps_clear_of_the_site_s_own_addresses(self, hang, title):
        assert hang(title).slug == f"{title.lower()}-1"

    def test_refuses_them_when_an_editor_types_one(self, hang):
        picture = hang()
        picture.slug = "search"
        with pytest.raises(ValidationError) as error:
            picture.full_clean()
        assert "slug" in error.value.message_dict

    def test_survives_a_title_without_letters(self, hang):
        assert hang("!!!").slug == "picture"


class TestNewImage:
    def test_replaces_the_copies_and_keeps_the_old_original_in_history(
        self, hang, ana, django_capture_on_commit_callbacks
    ):
        picture = hang()
        old = picture.image
        with django_capture_on_commit_callbacks(execute=True):
            draft = picture.get_latest_revision_as_object()
            draft.image = store_image(2, user=ana)
            draft.save_revision().publish()
        assert not old.renditions.exists()
        assert GalleryImage.objects.filter(pk=old.pk).exists()
        assert PicturePage.objects.get(pk=picture.pk).image.renditions.exists()

    def test_an_image_shown_by_another_picture_keeps_its_copies(
        self, hang, topic, ana, django_capture_on_commit_callbacks
    ):
        picture = hang()
        with django_capture_on_commit_callbacks(execute=True):
            create_picture(
                topic=topic, image=picture.image, title="B", user=ana, alt_text="B", publish=True
            )
        with django_capture_on_commit_callbacks(execute=True):
            picture.unpublish()
        assert picture.image.renditions.exists()


class TestFocalPoint:
    def test_a_moved_one_makes_new_copies(self, hang, client, ana):
        picture = hang(size=(300, 100), format="square")
        image = picture.image
        before = set(image.renditions.values_list("file", flat=True))
        image.focal_point_x, image.focal_point_y = 20, 50
        image.focal_point_width = image.focal_point_height = 20
        image.save()
        from pictures.renditions import sync

        assert sync(image) > 0
        after = set(image.renditions.values_list("file", flat=True))
        fills = image.renditions.filter(filter_spec__startswith="fill")
        assert fills.exists()
        assert before != after
        assert all(rendition.focal_point_key for rendition in fills)


class TestLibrary:
    def test_leaves_no_file_where_the_row_is_refused(self, ana):
        before = files_of("private")
        with pytest.raises(UnicodeEncodeError):
            add_image(taken(4), title="A", user=ana, name="\ud800")
        assert files_of("private") == before
