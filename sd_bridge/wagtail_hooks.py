"""What Wagtail's admin learns of engines: addresses, icons, the permission, the register."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from sd_bridge import admin_urls, engine_hooks, preset_hooks, workspace_hooks  # noqa: F401
from sd_bridge.generation_log import GenerationLog
from sd_bridge.repeating import hooks as repeating_hooks  # noqa: F401

ICONS = ("generate", "dice", "shuffle", "expand", "enlarge", "bell")


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("generations/", include(admin_urls))]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"sd_bridge/icons/{name}.svg" for name in ICONS)]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give the right to generate in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="sd_bridge", codename="generate")


GenerationLog().register_with_wagtail()
