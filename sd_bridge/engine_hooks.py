"""What Wagtail's admin learns of the engines' own page and panel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sd_bridge import engine_urls
from sd_bridge.access import may_generate
from sd_bridge.engine_panel import EnginesPanel

BEHIND_IMPORT = 340  # as drawn: generate, import, then this


class EnginesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_generate(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("engines/", include(engine_urls))]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "sd_bridge/icons/engine.svg"]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return EnginesMenuItem(
        _("Engines"),
        reverse("sd_bridge_engines:index"),
        name="engines",
        icon_name="engine",
        order=BEHIND_IMPORT,
    )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_generate(request.user):
        panels.append(EnginesPanel())
