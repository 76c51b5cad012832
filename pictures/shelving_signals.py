"""Has filters and side lists follow what Wagtail and its forms change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from taggit.models import Tag
from wagtail.models import Page
from wagtail.signals import page_published

from pictures.models import (
    GalleryImage,
    PersonPlacement,
    PicturePage,
    PictureTag,
    TagPlacement,
)
from pictures.shelving import shelve
from pictures.side_totals import request_count


def connect() -> None:
    """Called once, from `AppConfig.ready`, after the signals of visibility."""
    page_published.connect(on_published, dispatch_uid="shelving")
    post_save.connect(on_saved, sender=PicturePage, dispatch_uid="shelving")
    post_save.connect(on_tagged, sender=PictureTag, dispatch_uid="shelving")
    post_delete.connect(on_tag_lost, sender=PictureTag, dispatch_uid="shelving")
    pre_delete.connect(on_delete, sender=PicturePage, dispatch_uid="shelving")
    post_save.connect(on_tag_saved, sender=Tag, dispatch_uid="shelving")
    post_save.connect(on_image_saved, sender=GalleryImage, dispatch_uid="shelving")


def on_published(sender: type, instance: Page, **kwargs: Any) -> None:
    """In bulk, `pictures.bulk` does this for all of them at once."""
    if isinstance(instance, PicturePage) and not kwargs.get("in_bulk"):
        shelve([instance.pk])


def on_saved(sender: type, instance: PicturePage, **kwargs: Any) -> None:
    if instance.live and not kwargs.get("created") and not kwargs.get("raw"):
        shelve([instance.pk])


def on_tagged(sender: type, instance: PictureTag, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        shelve([instance.content_object_id])


def on_tag_lost(sender: type, instance: PictureTag, **kwargs: Any) -> None:
    """Only takes away: the picture itself may be going."""
    TagPlacement.objects.filter(
        tag_id=instance.tag_id, picture_id=instance.content_object_id
    ).delete()
    request_count(tags=[instance.tag_id])


def on_delete(sender: type, instance: PicturePage, **kwargs: Any) -> None:
    """Its places go with it; the lists they were in are counted afterwards."""
    tags = TagPlacement.objects.filter(picture_id=instance.pk)
    people = PersonPlacement.objects.filter(picture_id=instance.pk)
    request_count(
        tags=tags.values_list("tag_id", flat=True),
        people=people.values_list("person_id", flat=True),
    )


def on_tag_saved(sender: type, instance: Tag, **kwargs: Any) -> None:
    """A new name stands elsewhere in the index."""
    if not kwargs.get("created") and not kwargs.get("raw"):
        request_count(tags=[instance.pk])


def on_image_saved(sender: type, instance: GalleryImage, **kwargs: Any) -> None:
    if not kwargs.get("created") and not kwargs.get("raw"):
        shown = PicturePage.objects.filter(image_id=instance.pk)
        shelve(shown.order_by().values_list("pk", flat=True))
