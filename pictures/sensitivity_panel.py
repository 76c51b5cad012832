"""How sensitive a picture's image is, in the picture's edit form: a choice that holds at once.

It is the image's level, not the draft's, so it is no field of the form: a form that stays open
while Wagtail saves again and again would undo what a moderator has decided since.
"""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from pictures.models.gallery_image import Sensitivity

ANY_IMAGE = 0


class SensitivityPanel(Panel):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Sensitivity"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "pictures/admin/sensitivity.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            image = self.instance.image
            return {
                **super().get_context_data(parent_context),
                "level": image.sensitivity if image else Sensitivity.NONE,
                "levels": Sensitivity.choices,
                "url": reverse("image_sensitivity", args=[ANY_IMAGE]),
            }

        @property
        def media(self) -> Media:
            script: Any = Script("pictures/js/sensitivity-panel.js", type="module")
            return Media(js=[script])
