"""What Wagtail's admin learns of duplicates: addresses, the report, the log."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from pictures import duplicate_urls, merging
from pictures.duplicate_groups import may_see

BEHIND_WAGTAILS_OWN = 1300


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("reports/duplicates/", include(duplicate_urls))]


class DuplicatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return DuplicatesMenuItem(
        _("Duplicates"),
        reverse_lazy("duplicates:report"),
        name="duplicates",
        icon_name="copy",
        order=BEHIND_WAGTAILS_OWN,
    )


class MergeFormatter(LogFormatter):
    def format_message(self, log_entry: BaseLogEntry) -> str:
        return f"{self.label}: {log_entry.data.get('title', '')}"


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in (
        (merging.MERGED, _("Merged into another picture")),
        (merging.TAKEN_IN, _("Took in a duplicate")),
    ):
        formatter = type("Formatter", (MergeFormatter,), {"label": label})
        actions.register_action(name)(formatter)
