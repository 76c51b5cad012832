"""What Wagtail's admin learns of engines: addresses, icons, the permission, the register."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from sd_bridge import admin_urls
from sd_bridge.generation_log import GenerationLog


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("generations/", include(admin_urls))]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "sd_bridge/icons/generate.svg", "sd_bridge/icons/dice.svg"]


GenerationLog().register_with_wagtail()
