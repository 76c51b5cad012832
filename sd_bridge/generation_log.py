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

_PAINTED_WITH = ("model", "sampler", "scheduler", "steps", "cfg_scale", "seed")
NOT_ASKED: dict[str, tuple[str, ...]] = {
    Generation.Kind.TEXT: ("caption",),
    Generation.Kind.IMAGE: ("caption",),
    Generation.Kind.UPSCALE: ("caption", *_PAINTED_WITH),
    Generation.Kind.INTERROGATE: ("prompt", "negative_prompt", "count", *_PAINTED_WITH),
}


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


class PresetFilter(SimpleListFilter):
    """By version, also of presets that were deleted."""

    title = _("preset")
    parameter_name = "preset_label"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        asked = model_admin.get_queryset(request).exclude(preset_label="").order_by("preset_label")
        labels = asked.values_list("preset_label", flat=True).distinct()[:200]
        return [(label, label) for label in labels]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset if self.value() is None else queryset.filter(preset_label=self.value())


class GenerationInspectView(InspectView):
    """One generation with the pictures that are still there."""

    def get_fields_dict(self) -> list[dict[str, Any]]:
        """What its kind has been asked with, and nothing else."""
        left_out = NOT_ASKED.get(self.instance.kind, ())
        names = self.model_admin.get_inspect_view_fields()
        return [self.get_dict_for_field(name) for name in names if name not in left_out]

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return capfirst(super().get_field_label(field_name, field))

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "error_code":
            return self.instance.error_sentence or self.model_admin.get_empty_value_display()
        if field_name == "settings" and self.instance.settings:
            return ", ".join(f"{name}: {value}" for name, value in self.instance.settings.items())
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
    list_display = (
        "short_prompt",
        "kind",
        "state",
        "engine",
        "preset_label",
        "count",
        "requested_by",
        "queued_at",
    )
    list_filter = ("state", "kind", "engine", PresetFilter, RequestedByFilter)
    list_select_related = ("requested_by",)
    list_per_page = 50
    search_fields = ("prompt", "caption")
    ordering = ("-pk",)
    list_export = (
        "uuid",
        "kind",
        "prompt",
        "negative_prompt",
        "caption",
        "state",
        "engine",
        "preset_label",
        "model",
        "sampler",
        "scheduler",
        "steps",
        "cfg_scale",
        "seed",
        "width",
        "height",
        "count",
        "settings",
        "requested_by",
        "queued_at",
        "started_at",
        "finished_at",
        "error_code",
    )
    inspect_view_fields = (
        "kind",
        "prompt",
        "negative_prompt",
        "caption",
        "preset_label",
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
        "settings",
        "queued_at",
        "started_at",
        "finished_at",
    )

    @staticmethod
    def short_prompt(generation: Generation) -> str:
        return Truncator(generation.prompt or generation.caption or "–").chars(90)

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
