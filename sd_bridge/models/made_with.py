"""Which version of a preset a picture was made with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.models import GalleryImage
from sd_bridge.models.generation import Generation
from sd_bridge.models.preset import Preset


class MadeWith(models.Model):
    """`label` stays when the preset or its revision is deleted; `image` is the one it speaks of."""

    page = models.OneToOneField(
        Page, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    image = models.ForeignKey(GalleryImage, null=True, on_delete=models.SET_NULL, related_name="+")
    preset = models.ForeignKey(
        Preset,
        verbose_name=_("preset"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    preset_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    label = models.CharField(_("version"), max_length=200)
    generation = models.ForeignKey(
        Generation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("kept at"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture made with a preset")
        verbose_name_plural = _("pictures made with presets")
        default_permissions = ()
        indexes = [models.Index(fields=["preset", "label"], name="made_with_version")]

    def __str__(self) -> str:
        return self.label
