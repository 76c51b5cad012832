"""The dashboard's panel of engines: are they there, and how far is what I asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from wagtail.admin.ui.components import Component

from sd_bridge.engine_screen import describe_engines, describe_mine


def engines_media() -> Media:
    script: Any = Script("sd_bridge/js/engines.js", type="module")
    return Media(css={"all": ["sd_bridge/css/engines.css"]}, js=[script])


class EnginesPanel(Component):
    name = "sd_bridge_engines"
    template_name = "sd_bridge/engines/panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {**describe_engines(user), "mine": describe_mine(user)}

    @property
    def media(self) -> Media:
        return engines_media()
