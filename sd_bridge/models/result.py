"""One picture of a generation, in the tray until it is kept, discarded or expired."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.models import GalleryImage
from pictures.models.gallery_image import private_storage
from pictures.recipe import Recipe
from sd_bridge.models.generation import Generation


class ResultQuerySet(models.QuerySet["Result"]):
    def in_tray(self) -> ResultQuerySet:
        """What an editor still can look at, kept ones included."""
        return self.filter(discarded_at__isnull=True, expires_at__gt=timezone.now())

    def unkept(self) -> ResultQuerySet:
        return self.filter(kept_at__isnull=True)

    def expired(self) -> ResultQuerySet:
        return self.filter(expires_at__lte=timezone.now())


class Result(models.Model):
    """Sides in px, measured by intake. `seed` is None where the engine did not tell it."""

    LIFETIME = timedelta(days=14)

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="results")
    index = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(storage=private_storage, max_length=200, blank=True, editable=False)
    format = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    dhash = models.CharField(max_length=16, blank=True, default="", editable=False)
    seed = models.BigIntegerField(_("seed"), null=True, editable=False)
    infotext = models.TextField(blank=True, default="", editable=False)
    recipe = models.JSONField(default=dict, blank=True, editable=False)
    is_black = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True, editable=False)
    discarded_at = models.DateTimeField(null=True, editable=False)
    kept_at = models.DateTimeField(null=True, editable=False)
    kept_as = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    kept_image = models.ForeignKey(
        GalleryImage, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(fields=["generation", "index"], name="unique_result_index")
        ]

    def __str__(self) -> str:
        return f"{self.generation_id}/{self.index}"

    @property
    def is_kept(self) -> bool:
        return self.kept_at is not None

    @property
    def is_discarded(self) -> bool:
        return self.discarded_at is not None

    @property
    def url(self) -> str:
        """ "" once the file is gone. Needs the generation, fetched beforehand."""
        if not self.file:
            return ""
        return reverse("result_file", args=[self.generation.uuid, self.index])

    def as_recipe(self) -> Recipe:
        return Recipe.from_json(self.recipe)
