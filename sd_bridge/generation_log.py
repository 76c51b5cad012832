"""The register of all generations: read, filtered, inspected, exported; never edited."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from sd_bridge.access import generations_visible_to, may_generate, may_see
from sd_bridge.models import Generation


class LogPermissionHelper(PermissionHelper):
    """Who may generate may read; nobody writes."""

    def get_all_model_permissions(self) -> models.QuerySet:
        return super().get_all_model_permissions().filter(codename="generate")

    def user_can_list(self, user: Any) -> bool:
        return may_generate(user)

    def user_can_inspect_obj(self, user: Any, obj: Generation) -> bool:
        return may_generate(user) and may_see(user, obj)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Generation) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Generation) -> bool:
        return False


class RequestedByFilter(SimpleListFilter):
    """Only people who asked for something; Django's own filter needs Django's own admin."""

    title = _("requested by")
    parameter_name = "requested_by"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        asking = model_admin.get_queryset(request).order_by().values("requested_by")
        users = get_user_model().objects.filter(pk__in=asking).order_by("username")[:200]
        return [(str(user.pk), str(user)) for user in users]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(requested_by=value) if value.isdecimal() else queryset.none()


class GenerationInspectView(InspectView):
    """One generation with the pictures that are still there."""

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return capfirst(super().get_field_label(field_name, field))

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "error_code":
            return self.instance.error_sentence or self.model_admin.empty_value_display
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.instance.results.in_tray().select_related("generation").order_by("index")
        return super().get_context_data(results=results, **kwargs)


class GenerationLog(ModelAdmin):
    model = Generation
    base_url_path = "generations/log"
    menu_label = _("Generations")
    menu_icon = "generate"
    menu_order = 650
    permission_helper_class = LogPermissionHelper
    inspect_view_class = GenerationInspectView
    inspect_view_enabled = True
    inspect_template_name = "sd_bridge/inspect.html"
    inspect_view_extra_css = ["sd_bridge/css/generate.css", "sd_bridge/css/generate-tray.css"]
    history_view_enabled = False
    list_display = ("short_prompt", "state", "engine", "count", "requested_by", "queued_at")
    list_filter = ("state", "engine", RequestedByFilter)
    list_select_related = ("requested_by",)
    list_per_page = 50
    search_fields = ("prompt",)
    ordering = ("-pk",)
    list_export = (
        "uuid",
        "prompt",
        "negative_prompt",
        "state",
        "engine",
        "model",
        "sampler",
        "scheduler",
        "steps",
        "cfg_scale",
        "seed",
        "width",
        "height",
        "count",
        "requested_by",
        "queued_at",
        "started_at",
        "finished_at",
        "error_code",
    )
    inspect_view_fields = (
        "prompt",
        "negative_prompt",
        "state",
        "error_code",
        "error_detail",
        "page",
        "requested_by",
        "engine",
        "model",
        "sampler",
        "scheduler",
        "steps",
        "cfg_scale",
        "seed",
        "format",
        "width",
        "height",
        "count",
        "queued_at",
        "started_at",
        "finished_at",
    )

    @staticmethod
    def short_prompt(generation: Generation) -> str:
        return Truncator(generation.prompt).chars(90)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Generation]:
        visible = generations_visible_to(request.user)
        return super().get_queryset(request).filter(pk__in=visible.values("pk"))

    def index_view(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.GET.urlencode():  # PostgreSQL takes no NUL, not even in a search
            return redirect(self.url_helper.index_url)
        return super().index_view(request)

    def register_indexing(self) -> None:
        """Generations use no page; they must not appear in Wagtail's usage counts."""


GenerationLog.short_prompt.short_description = _("prompt")  # type: ignore[attr-defined]


def log_url(user: Any) -> str:
    """Address of the register, or "" for who may not read it."""
    return reverse("generations_log_modeladmin_index") if may_generate(user) else ""
