"""A member's own lists of pictures."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """Part of an address that nobody guesses."""
    return secrets.token_urlsafe(9)


class CollectionVisibility(models.TextChoices):
    PRIVATE = "private", _("Private: only I see it")
    UNLISTED = "unlisted", _("Unlisted: whoever has the address")
    PUBLIC = "public", _("Public: shown on my page")


class PictureCollection(models.Model):
    """Called so because Wagtail has a `Collection` of its own."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    description = models.TextField(_("description"), blank=True, default="", max_length=1000)
    visibility = models.CharField(
        _("who may see it"),
        max_length=8,
        choices=CollectionVisibility.choices,
        default=CollectionVisibility.PRIVATE,
    )
    cover = models.ForeignKey(
        "pictures.PicturePage",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        indexes = [
            models.Index(fields=["owner", "updated_at", "id"], name="collection_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title


class CollectionItem(models.Model):
    """A picture's place in a collection."""

    collection = models.ForeignKey(
        PictureCollection, on_delete=models.CASCADE, related_name="items"
    )
    picture = models.ForeignKey("pictures.PicturePage", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("picture of a collection")
        constraints = [
            models.UniqueConstraint(fields=["collection", "picture"], name="one_item_a_collection"),
        ]
        indexes = [
            models.Index(fields=["collection", "position", "id"], name="collection_order"),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.collection_id}"
