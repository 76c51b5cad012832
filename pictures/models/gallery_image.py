"""The stored file of a picture and the copies made of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    WagtailImageField,
)
from wagtail.search import index

from pictures.recipe import Recipe
from pictures.wagtail_renditions import GalleryFilter


def private_storage() -> Storage:
    """Where originals and results lie; nothing in it is served without a permission check."""
    return storages["private"]


def original_path(instance: GalleryImage, filename: str) -> str:
    """A path that tells nothing of the uploader's file name."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"originals/{secrets.token_hex(2)}/{secrets.token_hex(16)}.{extension}"


def rendition_path(instance: GalleryRendition, filename: str) -> str:
    """An unguessable path: who was not given the address cannot find the copy."""
    extension = filename.rsplit(".", 1)[-1].lower()
    name = f"{instance.image.sha256[:12]}{secrets.token_urlsafe(12)}.{extension}"
    return f"r/{secrets.token_hex(1)}/{name}"


def dhash_segment(number: int) -> models.GeneratedField:
    """A quarter of the column `dhash`, kept by the database: what near ones are looked up by."""
    return models.GeneratedField(
        expression=Substr("dhash", 4 * number - 3, 4),
        output_field=models.CharField(max_length=4),
        db_persist=True,
        editable=False,
    )


class OriginalFileField(WagtailImageField):
    """An image file whose dimensions come from intake, the only place that applies orientation."""

    def update_dimension_fields(
        self, instance: Any, force: bool = False, *args: Any, **kw: Any
    ) -> None:
        pass


class Sensitivity(models.TextChoices):
    """Of the image itself, so that it holds wherever the image is shown, whatever the revision."""

    NONE = "none", _("For everyone")
    SENSITIVE = "sensitive", _("Sensitive: blurred until asked for")
    HIDDEN = "hidden", _("Hidden: not public")


class Origin(models.TextChoices):
    """What is known of how an image came into being, beyond whether AI made it."""

    UNKNOWN = "", _("Nothing more is known")
    COMPOSITE = "composite", _("AI, from a photograph or a drawing")
    CAPTURE = "capture", _("A photograph")
    CREATION = "creation", _("Drawn, painted or built by a person")


class GalleryImage(AbstractImage):
    """A file that passed intake, with what was learnt of it there."""

    file = OriginalFileField(
        verbose_name=_("file"),
        upload_to=original_path,
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    ai_generated = models.BooleanField(
        _("AI-generated"),
        default=True,
        help_text=_(
            "Every copy shown to visitors is marked as made by AI, for people and machines."
        ),
    )
    origin = models.CharField(
        _("how it came into being"),
        max_length=9,
        choices=Origin.choices,
        blank=True,
        default=Origin.UNKNOWN,
        help_text=_("Written into every copy and shown under “Origin”."),
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=9, choices=Sensitivity.choices, default=Sensitivity.NONE
    )
    file_format = models.CharField(max_length=8, editable=False, default="", blank=True)
    sha256 = models.CharField(
        "SHA-256", max_length=64, editable=False, db_index=True, default="", blank=True
    )
    dhash = models.CharField(max_length=16, editable=False, db_index=True, default="", blank=True)
    dhash_1 = dhash_segment(1)
    dhash_2 = dhash_segment(2)
    dhash_3 = dhash_segment(3)
    dhash_4 = dhash_segment(4)
    dominant_colour = models.CharField(max_length=7, editable=False, default="#808080")
    focal_point_proposed = models.BooleanField(default=False, editable=False)
    recipe_data = models.JSONField(_("recipe"), default=dict, editable=False, blank=True)
    raw_metadata = models.JSONField(default=dict, editable=False, blank=True)
    original_name = models.CharField(max_length=255, editable=False, default="", blank=True)
    stored_sensitivity: str | None = None  # while it is saved: what was stored before

    admin_form_fields = (*Image.admin_form_fields, "ai_generated", "origin", "sensitivity")
    search_fields = [*AbstractImage.search_fields, index.FilterField("ai_generated")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("gallery image")
        verbose_name_plural = _("gallery images")
        indexes = [
            models.Index(fields=[f"dhash_{number}"], name=f"image_dhash_{number}")
            for number in range(1, 5)
        ]

    @property
    def recipe(self) -> Recipe:
        return Recipe.from_json(self.recipe_data)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """A copy for Wagtail's own screens, made as carefully as those for visitors."""
        return super().generate_rendition_file(GalleryFilter(filter.spec), source=source)

    @property
    def default_alt_text(self) -> str:
        return self.description or self.title


class GalleryRendition(AbstractRendition):
    """A resized copy; public, marked as AI-generated where it is, without private metadata."""

    image = models.ForeignKey(GalleryImage, on_delete=models.CASCADE, related_name="renditions")
    # Of the packet that the file carries; empty where nobody noted it.
    mark = models.CharField(max_length=16, default="", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"

    def get_upload_to(self, filename: str) -> str:
        return rendition_path(self, filename)
