"""What Wagtail's admin learns of presets and of the rules for generating."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from sd_bridge.models import Preset
from sd_bridge.preset_report import MadeWithReport
from sd_bridge.preset_views import PresetViewSet

register_snippet(PresetViewSet)

_ADDRESSES = (
    [
        path("", MadeWithReport.as_view(), name="made_with"),
        path("results/", MadeWithReport.as_view(results_only=True), name="made_with_results"),
    ],
    "sd_presets",
)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("reports/made-with/", include(_ADDRESSES))]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Preset)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish", "view"])


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(
        _("Made with this version"),
        reverse_lazy("sd_presets:made_with"),
        name="made-with",
        icon_name="image",
        order=1100,
    )
