"""What Wagtail's admin learns of statistics: addresses, menu, and the way there from a page."""

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

from community import statistics_urls
from community.rights import may_moderate
from pictures.models import PicturePage
from topics.models import TopicPage

BEHIND_MODERATION = 360
ICON = "view"


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("statistics/", include(statistics_urls))]


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return StatisticsMenuItem(
        gettext_lazy("Statistics"),
        reverse_lazy("statistics:index"),
        name="statistics",
        icon_name=ICON,
        order=BEHIND_MODERATION,
    )


@hooks.register("register_page_header_buttons")
def way_to_the_numbers(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a topic's or a picture's own screens."""
    has_numbers = page.pk and issubclass(page.specific_class or Page, TopicPage | PicturePage)
    if has_numbers and may_moderate(user, page):
        yield Button(
            _("Statistics"),
            url=reverse("statistics:page", args=[page.pk]),
            icon_name=ICON,
            priority=86,
        )
