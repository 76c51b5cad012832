"""Keeps `listed_at` true whenever a page, one above it, or its image changes sides."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from pictures import sensitivity, visibility
from pictures.models import GalleryImage, PicturePage, Placement
from pictures.removal import forget_removal, note_removal
from pictures.renditions import COPIES_LATER, images_of, request_sync


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    page_published.connect(on_published, dispatch_uid="visibility")
    page_unpublished.connect(on_side_change, dispatch_uid="visibility")
    page_slug_changed.connect(on_address, dispatch_uid="visibility")
    post_page_move.connect(on_moved, dispatch_uid="visibility")
    post_save.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="visibility")
    post_delete.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="visibility")
    pre_delete.connect(on_picture_delete, sender=PicturePage, dispatch_uid="visibility")
    pre_save.connect(before_image_save, sender=GalleryImage, dispatch_uid="visibility")
    post_save.connect(on_image_saved, sender=GalleryImage, dispatch_uid="visibility")


def on_published(sender: type, instance: Page, **kwargs: Any) -> None:
    if kwargs.get("in_bulk"):
        return  # `pictures.bulk` writes the lists of all its pictures at once
    forget_removal(instance.url_path)
    if isinstance(instance, PicturePage):
        visibility.place(instance)
        visibility.refresh(PicturePage.objects.filter(pk=instance.pk))
        request_sync(images_of([instance.pk]) | _earlier_images(instance))
    else:
        on_side_change(sender, instance)


def on_side_change(sender: type, instance: Page, **kwargs: Any) -> None:
    request_sync(images_of(visibility.refresh_below(instance)))


def on_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """The copies of all pictures at or below it say where they are to be had."""
    listed = Placement.objects.listed().filter(
        picture__path__startswith=instance.path, picture__image__isnull=False
    )
    images = listed.order_by().values_list("picture__image_id", flat=True).distinct()
    request_sync(images, priority=COPIES_LATER)


def on_moved(sender: type, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    page = Page.objects.get(pk=instance.pk)
    if kwargs["parent_page_after"] != parent_page_before:
        visibility.displace(
            PicturePage.objects.filter(
                path__startswith=page.path, placements__isnull=False
            ).distinct(),
            Page.objects.get(pk=parent_page_before.pk),
        )
    on_side_change(sender, page)
    on_address(sender, page)


def on_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        on_side_change(sender, page)


def on_picture_delete(sender: type, instance: PicturePage, **kwargs: Any) -> None:
    topics = list(
        Placement.objects.filter(picture_id=instance.pk).values_list("topic_id", flat=True)
    )
    images = images_of([instance.pk])
    note_removal(instance)

    def after() -> None:
        visibility.recount(Page.objects.filter(pk__in=topics).values_list("pk", flat=True))
        request_sync(images)

    transaction.on_commit(after)


def before_image_save(sender: type, instance: GalleryImage, **kwargs: Any) -> None:
    """Remember which level is stored, where this save may write another."""
    columns = kwargs.get("update_fields")
    stored = None
    if instance.pk and not kwargs.get("raw") and (columns is None or "sensitivity" in columns):
        levels = GalleryImage.objects.filter(pk=instance.pk).values_list("sensitivity", flat=True)
        stored = levels.first()
    instance.stored_sensitivity = stored


def on_image_saved(sender: type, instance: GalleryImage, **kwargs: Any) -> None:
    before, instance.stored_sensitivity = instance.stored_sensitivity, None
    if before is not None and before != instance.sensitivity:
        sensitivity.obey([instance.pk])


def _earlier_images(picture: PicturePage) -> set[int]:
    """Images that earlier revisions of `picture` showed: their copies go when a new one comes."""
    contents = picture.revisions.order_by("-created_at").values_list("content", flat=True)[:20]
    return {content["image"] for content in contents if content.get("image")}
