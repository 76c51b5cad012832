"""What Wagtail's admin learns of topics: addresses, ways to the screens of curators, log."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page

from pictures.models import Placement, PlacementState
from topics import admin_urls, hanging
from topics.models import TopicPage, TopicRule


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("topics/", include(admin_urls))]


@hooks.register("register_page_header_buttons")
def ways_from_a_topic(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a topic's own screens to its order and to what is proposed."""
    if not page.pk or page.specific_class is not TopicPage or not hanging.may_hang(user, page):
        return
    yield Button(
        gettext("Order of the pictures"),
        url=reverse("topic_admin:arrange", args=[page.pk]),
        icon_name="order",
        priority=70,
    )
    places = Placement.objects.in_topic(page.pk)
    waiting = places.filter(state=PlacementState.PROPOSED).count()
    if waiting or TopicRule.objects.filter(topic_id=page.pk).exists():
        words = ngettext("%(n)s proposed picture", "%(n)s proposed pictures", waiting)
        yield Button(
            words % {"n": waiting} if waiting else gettext("Proposed pictures"),
            url=reverse("topic_admin:proposals", args=[page.pk]),
            icon_name="tick-inverse",
            priority=71,
        )


class HangingFormatter(LogFormatter):
    def format_message(self, log_entry: BaseLogEntry) -> str:
        return f"{self.label}: {log_entry.data.get('title', '')}"


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in (
        (hanging.HUNG, _("Hung a picture here, too")),
        (hanging.TAKEN_DOWN, _("Took down a picture that hangs elsewhere")),
        (hanging.REJECTED, _("Rejected a proposed picture")),
    ):
        formatter = type("Formatter", (HangingFormatter,), {"label": label})
        actions.register_action(name)(formatter)
