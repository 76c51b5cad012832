"""What Wagtail's admin learns of pictures: the import screen and the right to use it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from pictures import (  # noqa: F401 - hooks register themselves
    duplicate_hooks,
    image_hooks,
    import_urls,
    sensitivity_views,
)
from pictures.blurring import BlurOperation
from pictures.importing.access import may_import
from pictures.media.panel import MediaPanel
from pictures.models import Sensitivity


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [
        path("import/", include(import_urls)),
        path(
            "images/sensitivity/<int:image_id>/",
            sensitivity_views.image_sensitivity,
            name="image_sensitivity",
        ),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import pictures"),
        reverse_lazy("import:index"),
        name="import",
        icon_name="upload",
        order=310,
    )


@hooks.register("construct_homepage_panels")
def add_media_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.is_superuser:
        panels.append(MediaPanel())


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give the right to import in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="pictures", codename="import_pictures")


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[BlurOperation]]]:
    return [("blur", BlurOperation)]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("pictures.sensitivity")
    class SensitivityFormatter(LogFormatter):
        label = _("Set sensitivity")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            level = log_entry.data.get("level", "")
            return gettext("Sensitivity set: %(level)s") % {
                "level": dict(Sensitivity.choices).get(level, level)
            }
