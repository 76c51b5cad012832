"""Report: which recipes were checked, and whether they still make their pictures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from sd_bridge.access import may_generate
from sd_bridge.models import RecipeCheck


class RecipeCheckFilterSet(WagtailFilterSet):
    class Meta:
        model = RecipeCheck
        fields = ["verdict"]


def _check_url(check: Any) -> str:
    return reverse("sd_recipe_checks:show", args=[check.page_id])


class RecipeChecksReport(ReportView):
    """Only of pictures that the editor may edit; for who may generate."""

    model = RecipeCheck
    page_title = _("Recipe checks")
    header_icon = "generate"
    no_results_message = _("No recipe has been checked yet")
    index_url_name = "sd_recipe_checks:report"
    index_results_url_name = "sd_recipe_checks:report_results"
    filterset_class = RecipeCheckFilterSet
    default_ordering = "-asked_at"
    is_searchable = True
    search_fields = ["page__title"]
    search_backend_name = None
    export_filename = "recipe-checks"
    list_export = ["title", "page_id", "verdict", "decibels", "bits", "engine", "asked_at"]
    export_headings = {
        "title": _("Picture"),
        "page_id": _("Page"),
        "verdict": _("Verdict"),
        "decibels": _("PSNR (dB)"),
        "bits": _("Differing bits"),
        "engine": _("Engine"),
        "asked_at": _("Asked at"),
    }
    columns = [
        TitleColumn("title", label=_("Picture"), get_url=_check_url, sort_key="page__title"),
        Column("words", label=_("Verdict"), sort_key="verdict"),
        Column("engine", label=_("Engine")),
        Column("asked_by", label=_("Requested by")),
        DateColumn("asked_at", label=_("Asked at"), sort_key="asked_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_generate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[RecipeCheck]:
        pages = PagePermissionPolicy().instances_user_has_permission_for(
            self.request.user, "change"
        )
        rows = RecipeCheck.objects.filter(page__in=pages.order_by().values("pk")).annotate(
            title=F("page__title"),
            engine=F("generation__engine"),
            asked_by=F("generation__requested_by__username"),
        )
        return self.order_queryset(self.search_queryset(rows)).order_by(
            *filter(None, [self.ordering, "-pk"])
        )
