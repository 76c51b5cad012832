"""What Wagtail's admin learns of recipe checks: addresses, the way in, the report."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.access import may_generate
from sd_bridge.repeating import urls
from sd_bridge.repeating.asking import can_be_asked


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_generate(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("recipe-checks/", include(urls))]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("Recipe checks"),
        reverse_lazy("sd_recipe_checks:report"),
        name="recipe-checks",
        icon_name="generate",
        order=1110,
    )


@hooks.register("register_page_header_buttons")
def way_from_a_picture(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if not page.pk or page.specific_class is not PicturePage or not may_generate(user, page):
        return
    if can_be_asked(page.specific):
        url = reverse("sd_recipe_checks:show", args=[page.pk])
        yield Button(_("Check the recipe"), url=url, icon_name="generate", priority=82)
