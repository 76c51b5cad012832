"""Editors choose from pictures of the gallery, not from pictures of people."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks

from community.profile_pictures import COLLECTION
from pictures.models import GalleryImage


@hooks.register("construct_image_chooser_queryset")
def leave_out_profiles(
    images: QuerySet[GalleryImage], request: HttpRequest
) -> QuerySet[GalleryImage]:
    return images.exclude(collection__name=COLLECTION, collection__depth=2)
