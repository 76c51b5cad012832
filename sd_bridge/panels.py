"""The Generate panel in the edit forms of topics and pictures."""

from __future__ import annotations

import json
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.access import may_generate
from sd_bridge.chosen_image import current_proposals
from sd_bridge.form_screen import form_screen
from sd_bridge.forms import GenerationForm
from sd_bridge.generation_log import log_url
from sd_bridge.initial_request import initial_request
from sd_bridge.screen_media import panel_media


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
                **form_screen(self.request.user),
                "purpose": "topic" if is_topic else "picture",
                "page_id": self.instance.pk,
                "page_url": reverse("sd_bridge:page", args=[0]),
                "log_url": log_url(self.request.user),
                "form": GenerationForm(
                    initial=initial_request(self.instance), auto_id="generate-%s"
                ),
                "proposals": json.dumps({} if is_topic else current_proposals(self.instance)),
            }

        @property
        def media(self) -> Media:
            return panel_media()


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
