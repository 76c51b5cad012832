"""What Wagtail's admin learns of pictures: the import screen and the right to use it."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pictures import import_urls
from pictures.importing.access import may_import


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("import/", include(import_urls))]


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


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give the right to import in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="pictures", codename="import_pictures")
