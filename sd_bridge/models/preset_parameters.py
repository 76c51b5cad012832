"""The settings that a preset may fix, each under the name it has in a request."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.formats import PictureFormat
from sd_bridge.engines.asking import MAX_NAME_LENGTH


def _name(label: Any, help_text: Any = "") -> models.CharField:
    return models.CharField(
        label, max_length=MAX_NAME_LENGTH, blank=True, default="", help_text=help_text
    )


def _whole(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def _number(label: Any, help_text: Any = "") -> models.FloatField:
    return models.FloatField(label, null=True, blank=True, help_text=help_text)


class PresetParameters(models.Model):
    """What is empty is left to the editor. Seeds are no part of a style."""

    format = models.CharField(
        _("format"), max_length=10, choices=PictureFormat.choices, blank=True, default=""
    )
    width = _whole(_("width"))
    height = _whole(_("height"))
    count = _whole(_("number of pictures"))
    batch_size = _whole(_("painted at once"))
    model = _name(_("model"), _("As the engine names it."))
    sampler = _name(_("sampler"))
    scheduler = _name(_("scheduler"))
    steps = _whole(_("steps"))
    cfg_scale = _number(_("guidance"))
    eta = _number(_("eta"), _("0 to 1; empty leaves it to the sampler."))
    styles = models.JSONField(
        _("styles of the engine"), default=list, blank=True, help_text=_("One a line.")
    )
    restore_faces = models.BooleanField(_("restore faces"), null=True, blank=True)
    tiling = models.BooleanField(_("tiling"), null=True, blank=True)

    hires_upscaler = _name(_("upscaler"), _("With one, pictures are painted small and enlarged."))
    hires_scale = _number(_("enlarge by"), _("1 to 4."))
    hires_steps = _whole(_("steps of the second pass"))
    hires_denoising = _number(_("strength of the second pass"), _("0 to 1."))
    hires_model = _name(_("model of the second pass"))
    hires_sampler = _name(_("sampler of the second pass"))
    hires_scheduler = _name(_("scheduler of the second pass"))
    hires_prompt = models.TextField(_("prompt of the second pass"), blank=True, default="")
    hires_negative_prompt = models.TextField(
        _("negative prompt of the second pass"), blank=True, default=""
    )

    refiner = _name(_("refiner"))
    refiner_switch_at = _number(_("switch to the refiner at"), _("0 to 1."))
    denoising = _number(
        _("strength over a picture"), _("0 keeps the picture it starts from, 1 forgets it.")
    )
    resize_mode = models.PositiveSmallIntegerField(
        _("fit of a picture"),
        null=True,
        blank=True,
        choices=[(0, _("Stretch")), (1, _("Crop")), (2, _("Fill"))],
    )

    class Meta:
        abstract = True

    @property
    def parameters(self) -> dict[str, Any]:
        """What is fixed, by the names of a request."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        return {name: value for name, value in values.items() if value not in (None, "", [])}


PARAMETERS = tuple(field.name for field in PresetParameters._meta.local_fields)
