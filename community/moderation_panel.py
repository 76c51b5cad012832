"""The dashboard's panel: how much waits for moderators, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from community.moderation_queue import waiting


class ModerationPanel(Component):
    name = "community_moderation"
    template_name = "community/moderation/panel.html"
    order = 160

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {
            "tabs": [
                {
                    "label": tab.label,
                    "number": number,
                    "url": reverse("moderation:tab", args=[tab.name]),
                }
                for tab, number in waiting(user)
            ]
        }
