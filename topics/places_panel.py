"""The panel in a picture's edit form: where else it hangs. What it changes holds at once."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from pictures.models import PicturePage
from topics.places_views import places_of


class PlacesPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "topics/admin/places.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                **places_of(self.instance, self.request.user),
                "url": reverse("topic_admin:places", args=[self.instance.pk]),
            }

        @property
        def media(self) -> Media:
            script: Any = Script("topics/js/places.js", type="module")
            return Media(js=[script])


def attach_panel() -> None:
    """Put the panel behind the tags: pictures know nothing of topics."""
    panels = list(PicturePage.content_panels)
    names = [getattr(panel, "field_name", None) for panel in panels]
    panels.insert(names.index("tags") + 1, PlacesPanel(heading=_("Also hangs in")))
    PicturePage.content_panels = panels
