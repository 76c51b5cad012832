"""The admin's screens of presets: their list, and the way to what was made with one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from sd_bridge.models import MadeWith, Preset
from sd_bridge.preset_forms import PRESET_HANDLER

REPORT = "sd_presets:made_with"


def pictures_url(preset: Preset) -> str:
    """The report on the pictures made with any version of `preset`."""
    return f"{reverse(REPORT)}?{urlencode({'preset': preset.pk})}"


def with_uses(presets: QuerySet[Preset]) -> QuerySet[Preset]:
    """Each with `uses`: how many pictures were made with it."""
    made = MadeWith.objects.filter(preset=OuterRef("pk")).order_by().values("preset")
    return presets.annotate(uses=Coalesce(Subquery(made.annotate(n=Count("pk")).values("n")), 0))


class PresetIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Preset]:
        return with_uses(super().get_base_queryset())


class PresetEditView(EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        return [
            *super().header_more_buttons,
            Button(
                _("Pictures made with it"),
                url=pictures_url(self.object),
                icon_name="image",
                priority=40,
            ),
        ]


def _allowed(preset: Preset) -> str:
    return ", ".join(preset.allowed_models) or _("Every model")


def _version(preset: Preset) -> str:
    """Without Wagtail's word for the state: that asks the database for each row."""
    if not preset.live:
        return _("Draft")
    words = _("Version %(version)s, and a draft") if preset.has_unpublished_changes else ""
    return (words or _("Version %(version)s")) % {"version": preset.version}


def _uses(preset: Any) -> str:
    text = ngettext("%(count)s picture", "%(count)s pictures", preset.uses)
    return format_html('<a href="{}">{}</a>', pictures_url(preset), text % {"count": preset.uses})


class PresetViewSet(SnippetViewSet):
    model = Preset
    icon = "sliders"
    menu_label = gettext_lazy("Presets")
    menu_order = 320
    add_to_settings_menu = True
    index_view_class = PresetIndexView
    edit_view_class = PresetEditView
    edit_handler = PRESET_HANDLER
    copy_view_enabled = True
    inspect_view_enabled = False
    search_fields = ["name", "prompt_template"]
    search_backend_name = None
    ordering = ["name", "pk"]
    list_per_page = 50
    list_display = [
        "name",
        Column("version", label=gettext_lazy("Published"), accessor=_version),
        Column("allowed_models", label=gettext_lazy("Allowed models"), accessor=_allowed),
        Column("uses", label=gettext_lazy("Used by"), accessor=_uses, sort_key="uses"),
        UpdatedAtColumn(),
    ]
