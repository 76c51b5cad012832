"""The dashboard's panel for administrators: what the files take, and whether all are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from pictures.media.usage import LABELS, free_room
from pictures.models import MediaReport


class MediaPanel(Component):
    name = "pictures_media"
    template_name = "pictures/media/panel.html"
    order = 400

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        report = MediaReport.objects.order_by("-pk").first()
        used = report.use if report else {}
        rows = [
            {"label": label, **used[kind]}
            for kind, label in LABELS.items()
            if used.get(kind, {}).get("files")
        ]
        return {
            "report": report,
            "rows": rows,
            "total": sum(row["size"] for row in rows),
            "free": free_room(),
        }
