"""Copies of pages, and what is left when pages and images go."""

from __future__ import annotations

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.models import Page

from pictures.models import GalleryImage, GalleryRendition, PicturePage, Placement, Total

pytestmark = pytest.mark.django_db


class TestCopiedPicture:
    def test_is_listed_like_any_other(self, hang, topic, django_capture_on_commit_callbacks):
        picture = hang()
        with django_capture_on_commit_callbacks(execute=True):
            copy = picture.copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert copy.live
        assert Placement.objects.listed().filter(picture_id=copy.pk).count() == 2
        assert Total.objects.get(pk=topic.pk).pictures == 2

    def test_of_a_draft_stays_a_draft(self, hang, django_capture_on_commit_callbacks):
        picture = hang(publish=False)
        with django_capture_on_commit_callbacks(execute=True):
            copy = picture.copy(update_attrs={"slug": "copy"})
        assert not Placement.objects.listed().filter(picture_id=copy.pk).exists()


class TestDeletedTopic:
    def test_takes_its_pictures_and_their_public_copies_along(
        self, hang, topic, django_capture_on_commit_callbacks
    ):
        picture = hang()
        home = Placement.objects.exclude(topic=topic).get().topic_id
        public = storages["default"]
        names = [rendition.file.name for rendition in picture.image.renditions.all()]
        with django_capture_on_commit_callbacks(execute=True):
            Page.objects.get(pk=topic.pk).delete()
        assert not PicturePage.objects.exists()
        assert not Placement.objects.exists()
        assert not GalleryRendition.objects.exists()
        assert not any(public.exists(name) for name in names)
        assert Total.objects.get(pk=home).pictures == 0
        assert GalleryImage.objects.filter(pk=picture.image_id).exists()


class TestImageInUse:
    def test_cannot_be_deleted_under_a_picture(self, client, ana, hang, django_user_model):
        picture = hang()
        root = django_user_model.objects.create_superuser("root", "root@example.com", "root")
        client.force_login(root)
        answer = client.post(reverse("wagtailimages:delete", args=[picture.image_id]))
        assert answer.status_code < 500
        assert GalleryImage.objects.filter(pk=picture.image_id).exists()


class TestUnusedImage:
    def test_takes_its_file_along(
        self, client, hang, django_user_model, django_capture_on_commit_callbacks
    ):
        picture = hang(publish=False)
        image = picture.image
        picture.delete()
        root = django_user_model.objects.create_superuser("root", "root@example.com", "root")
        client.force_login(root)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("wagtailimages:delete", args=[image.pk]))
        assert not GalleryImage.objects.filter(pk=image.pk).exists()
        assert not storages["private"].exists(image.file.name)
