"""Which preset a picture was made with, written when it is kept and when its image changes."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from pictures.models import PicturePage
from sd_bridge.models import MadeWith, Result


def note_made_with(page: Page, result: Result) -> None:
    """Remember the version of the preset that `result` was asked with, if it was with one."""
    generation = result.generation
    if not generation.preset_label:
        return
    MadeWith.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "image_id": result.kept_image_id,
            "preset_id": generation.preset_id,
            "preset_revision_id": generation.preset_revision_id,
            "label": generation.preset_label,
            "generation": generation,
        },
    )


@receiver(page_published, sender=PicturePage, dispatch_uid="sd_bridge.made_with")
def follow_image(instance: PicturePage, **kwargs: Any) -> None:
    """A picture may take a result, or another image, in its own form."""
    if kwargs.get("in_bulk"):
        return  # imported with images of their own, which no result was kept as
    known = MadeWith.objects.filter(page_id=instance.pk).first()
    if known is not None and known.image_id == instance.image_id:
        return
    if known is not None:
        known.delete()
    result = Result.objects.filter(kept_image_id=instance.image_id).order_by("pk").first()
    if instance.image_id is not None and result is not None:
        note_made_with(instance, result)
