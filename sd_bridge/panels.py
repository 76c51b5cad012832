"""The Generate panel in the edit forms of topics and pictures."""

from __future__ import annotations

import json
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from pictures.formats import PictureFormat
from pictures.models import PicturePage
from sd_bridge.access import may_generate
from sd_bridge.chosen_image import current_proposals
from sd_bridge.forms import GenerationForm
from sd_bridge.generation_log import log_url
from sd_bridge.initial_request import initial_request

# The parts first: the panel itself begins to tell what it knows as soon as it is registered.
STYLES = ("generate", "generate-form", "generate-progress", "generate-tray", "generate-history")
SCRIPTS = ("form", "options", "progress", "tile", "tray", "history", "fill")


class GeneratePanel(Panel):
    """Asks an engine for pictures of the page; adds no field to the page's own form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sd_bridge/panel.html"

        def is_shown(self) -> bool:
            return may_generate(self.request.user)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            is_topic = not isinstance(self.instance, PicturePage)
            return {
                **super().get_context_data(parent_context),
                "purpose": "topic" if is_topic else "picture",
                "page_id": self.instance.pk,
                "page_url": reverse("sd_bridge:page", args=[0]),
                "lists_url": reverse("sd_bridge:lists"),
                "log_url": log_url(self.request.user),
                "form": GenerationForm(
                    initial=initial_request(self.instance), auto_id="generate-%s"
                ),
                "shapes": _shapes(),
                "proposals": json.dumps({} if is_topic else current_proposals(self.instance)),
            }

        @property
        def media(self) -> Media:
            names = [*(f"generate-{part}" for part in SCRIPTS), "generate"]
            scripts: list[Any] = [
                Script(f"sd_bridge/js/{name}.js", type="module") for name in names
            ]
            css: dict[str, Any] = {"all": [f"sd_bridge/css/{name}.css" for name in STYLES]}
            return Media(css=css, js=scripts)


def _shapes() -> list[dict[str, Any]]:
    """The formats as buttons: a word, a ratio, and the size in px asked of the engine."""
    shapes = []
    for shape in PictureFormat:
        name, _space, ratio = str(shape.label).rpartition(" ")
        width, height = shape.generation_size
        shapes.append(
            {"value": shape.value, "name": name, "ratio": ratio, "width": width, "height": height}
        )
    return shapes


def attach_panel(page_class: type[Page], *, after: str = "") -> None:
    """Put the panel behind the field `after` of the page type's content, or at its end.

    Topics and pictures know nothing of engines, and Wagtail has no hook that changes a page
    type's panels, so the class attribute is replaced before Wagtail first reads it.
    """
    panels = list(page_class.content_panels)
    names = [getattr(panel, "field_name", None) for panel in panels]
    place = names.index(after) + 1 if after else len(panels)
    panels.insert(place, GeneratePanel(heading=_("Generate"), icon="generate"))
    page_class.content_panels = panels
