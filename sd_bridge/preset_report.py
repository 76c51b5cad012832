"""Report: which pictures were made with which version of a preset."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from sd_bridge.models import MadeWith, Preset


def _versions() -> list[tuple[str, str]]:
    """Also of presets that were deleted."""
    labels = MadeWith.objects.order_by("label").values_list("label", flat=True).distinct()
    return [(label, label) for label in labels]


class MadeWithFilterSet(WagtailFilterSet):
    preset = django_filters.ModelChoiceFilter(
        label=_("Preset"), queryset=Preset.objects.order_by("name")
    )
    label = django_filters.ChoiceFilter(label=_("Version"), choices=_versions)

    class Meta:
        model = MadeWith
        fields = ["preset", "label"]


def _edit_url(made: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[made.page_id])


class MadeWithReport(ReportView):
    """Only pictures that the editor may edit; for who may write presets."""

    model = MadeWith
    page_title = _("Made with this version")
    header_icon = "image"
    no_results_message = _("No pictures yet")
    index_url_name = "sd_presets:made_with"
    index_results_url_name = "sd_presets:made_with_results"
    filterset_class = MadeWithFilterSet
    any_permission_required = ["add", "change", "publish", "view"]
    default_ordering = "-created_at"
    is_searchable = True
    search_fields = ["page__title", "label"]
    search_backend_name = None
    export_filename = "made-with-presets"
    list_export = ["title", "page_id", "is_live", "label", "asked_by", "prompt", "created_at"]
    export_headings = {
        "title": _("Picture"),
        "page_id": _("Page"),
        "is_live": _("Published"),
        "label": _("Version"),
        "asked_by": _("Requested by"),
        "prompt": _("Prompt"),
        "created_at": _("Kept at"),
    }
    columns = [
        TitleColumn("title", label=_("Picture"), get_url=_edit_url, sort_key="page__title"),
        BooleanColumn("is_live", label=_("Published")),
        Column("label", label=_("Version"), sort_key="label"),
        Column("asked_by", label=_("Requested by")),
        DateColumn("created_at", label=_("Kept at"), sort_key="created_at"),
    ]

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Preset)

    def get_queryset(self) -> QuerySet[MadeWith]:
        pages = PagePermissionPolicy().instances_user_has_permission_for(
            self.request.user, "change"
        )
        rows = MadeWith.objects.filter(page__in=pages.order_by().values("pk")).annotate(
            title=F("page__title"),
            is_live=F("page__live"),
            prompt=F("generation__prompt"),
            asked_by=F("generation__requested_by__username"),
        )
        return self.order_queryset(self.search_queryset(rows)).order_by(
            *filter(None, [self.ordering, "-pk"])
        )
