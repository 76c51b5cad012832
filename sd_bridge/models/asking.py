"""What a generation asks an engine for, as columns.

The names are those of `sd_bridge.engines.asking`; those that have no column of their own are in
`settings`, unless they were left as the engine's client has them.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.formats import PictureFormat
from pictures.models.gallery_image import private_storage
from pictures.recipe import Recipe
from sd_bridge.engines.asking import ImageToImage, Interrogation, Request, TextToImage, Upscale

COLUMNS = (
    "prompt",
    "negative_prompt",
    "width",
    "height",
    "count",
    "steps",
    "cfg_scale",
    "sampler",
    "scheduler",
    "model",
    "seed",
)


class Asking(models.Model):
    """Sides in px, of the finished picture where one is enlarged; `seed` -1 = random.

    A picture that it starts from is copied (`source_file`), so that it does not matter what
    becomes of it; the keys only tell where it came from.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("From words")
        IMAGE = "image", _("From a picture")
        UPSCALE = "upscale", _("Enlarged")
        INTERROGATE = "interrogate", _("Description")

    kind = models.CharField(
        _("kind"), max_length=11, choices=Kind.choices, default=Kind.TEXT, editable=False
    )
    prompt = models.TextField(_("prompt"))
    negative_prompt = models.TextField(_("negative prompt"), blank=True, default="")
    format = models.CharField(_("format"), max_length=10, choices=PictureFormat.choices)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    count = models.PositiveSmallIntegerField(_("number of pictures"))
    steps = models.PositiveSmallIntegerField(_("steps"))
    cfg_scale = models.FloatField(_("guidance"))
    sampler = models.CharField(_("sampler"), max_length=300)
    scheduler = models.CharField(_("scheduler"), max_length=300, blank=True, default="")
    model = models.CharField(_("model"), max_length=300, blank=True, default="")
    seed = models.BigIntegerField(_("seed"), default=-1)
    settings = models.JSONField(_("further settings"), default=dict, blank=True, editable=False)

    source_file = models.FileField(
        storage=private_storage, max_length=200, blank=True, default="", editable=False
    )
    source_recipe = models.JSONField(default=dict, blank=True, editable=False)
    source_result = models.ForeignKey(
        "sd_bridge.Result", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    source_image = models.ForeignKey(
        "pictures.GalleryImage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    source_page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    # The preset in the version that was published when it was asked; the label stays readable.
    preset = models.ForeignKey(
        "sd_bridge.Preset",
        verbose_name=_("preset"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    preset_revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    preset_label = models.CharField(
        _("preset"), max_length=200, blank=True, default="", editable=False
    )
    slots = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def has_source(self) -> bool:
        return self.kind != self.Kind.TEXT

    @property
    def result_size(self) -> tuple[int, int]:
        """Width and height of the finished pictures, in px."""
        if self.kind == self.Kind.TEXT and self.settings.get("hires_upscaler"):
            scale = self.settings.get("hires_scale", 2.0)
            return int(self.width * scale), int(self.height * scale)
        return self.width, self.height

    def as_request(self, image: bytes | None = None) -> Request:
        """What the engine is asked for; raises RequestInvalid if that is no longer possible.

        That is, if the bounds have changed since, or the copy of the source has expired. `image`
        saves reading that copy.
        """
        if self.kind == self.Kind.TEXT:
            return TextToImage(**self._values_for(TextToImage))
        image = self.source_bytes() if image is None else image
        match self.kind:
            case self.Kind.IMAGE:
                return ImageToImage(image=image, **self._values_for(ImageToImage))
            case self.Kind.UPSCALE:
                return Upscale(image=image, **self._values_for(Upscale))
        return Interrogation(image=image, **self._values_for(Interrogation))

    def source_bytes(self) -> bytes:
        """The picture it starts from; b"" where there is none (any more)."""
        if not self.source_file:
            return b""
        try:
            with self.source_file.open("rb") as file:
                return file.read()
        except FileNotFoundError:
            return b""

    def source_as_recipe(self) -> Recipe:
        """How the picture it starts from was made, as far as that was known when it was asked."""
        return Recipe.from_json(self.source_recipe)

    def _values_for(self, request: type) -> dict[str, Any]:
        names = {field.name for field in fields(request)}
        columns = {name: getattr(self, name) for name in COLUMNS if name in names}
        return columns | {name: value for name, value in self.settings.items() if name in names}
