"""What Wagtail's admin learns of moderation: addresses, menu, lists, buttons, panel, log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community import moderation_bulk, moderation_log, moderation_urls
from community.models import Comment, ReasonTemplate, Report
from community.moderation_lists import CommentViewSet, ReportViewSet
from community.moderation_panel import ModerationPanel
from community.moderation_policy import RIGHTS, ReadingPolicy, ReasonPolicy
from community.moderation_scope import decider, decides_everywhere
from community.page_rules_views import may_have_rules
from community.registers import LikeRegister, SubscriptionRegister
from community.rights import may_moderate

BEHIND_ENGINES = 350


class ReasonViewSet(SnippetViewSet):
    model = ReasonTemplate
    icon = "flag"
    menu_label = gettext_lazy("Reasons of moderators")
    menu_order = 330
    add_to_settings_menu = True
    list_display = ["name", "get_use_display", "text_ko", "text_en"]
    search_fields = ["name", "text_ko", "text_en"]
    search_backend_name = None


register_permission_policy(Comment, ReadingPolicy(Comment))
register_permission_policy(Report, ReadingPolicy(Report))
register_permission_policy(ReasonTemplate, ReasonPolicy(ReasonTemplate))
register_snippet(ReasonViewSet)
LikeRegister().register_with_wagtail()
SubscriptionRegister().register_with_wagtail()
for action in moderation_bulk.ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [CommentViewSet(), ReportViewSet()]


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("moderation/", include(moderation_urls))]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "community/icons/flag.svg"]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give these rights in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="community", codename__in=RIGHTS)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    moderation_log.register(actions)


class ModerationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ModerationMenuItem(
        gettext_lazy("Moderation"),
        reverse_lazy("moderation:index"),
        name="moderation",
        icon_name="flag",
        order=BEHIND_ENGINES,
    )


class RegisterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return decides_everywhere(decider(request))


@hooks.register("register_reports_menu_item")
def register_likes() -> MenuItem:
    url = reverse_lazy("registers_likes_modeladmin_index")
    return RegisterMenuItem(LikeRegister.menu_label, url, icon_name="pick", order=1200)


@hooks.register("register_reports_menu_item")
def register_subscriptions() -> MenuItem:
    url = reverse_lazy("registers_subscriptions_modeladmin_index")
    return RegisterMenuItem(SubscriptionRegister.menu_label, url, icon_name="mail", order=1210)


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_moderate(request.user):
        panels.append(ModerationPanel())


@hooks.register("register_page_header_buttons")
def way_to_the_rules(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a topic's or a picture's own screens to what members may do there."""
    if page.pk and may_have_rules(page.specific) and may_moderate(user, page):
        yield Button(
            _("Rules for members"),
            url=reverse("moderation:page_rules", args=[page.pk]),
            icon_name="comment",
            priority=85,
        )
