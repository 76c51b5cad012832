"""What the admin's history says of moderators' decisions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

HIDE_COMMENT = "community.comment.hide"
SHOW_COMMENT = "community.comment.show"
SENSITIVE = "community.picture.sensitive"
HIDE_PICTURE = "community.picture.hide"
UPHOLD = "community.report.uphold"
DISMISS = "community.report.dismiss"
BAN = "community.member.ban"
UNBAN = "community.member.unban"
RULES = "community.page.rules"
UNDO = "community.moderation.undo"
REPORT = {"upheld": UPHOLD, "dismissed": DISMISS}

_WORDS = {
    HIDE_COMMENT: gettext_lazy("Comment hidden"),
    SHOW_COMMENT: gettext_lazy("Comment shown"),
    SENSITIVE: gettext_lazy("Marked as sensitive"),
    HIDE_PICTURE: gettext_lazy("Image hidden from the public"),
    UPHOLD: gettext_lazy("Report upheld"),
    DISMISS: gettext_lazy("Report dismissed"),
    BAN: gettext_lazy("Member banned"),
    UNBAN: gettext_lazy("Ban lifted"),
    RULES: gettext_lazy("Rules for members changed"),
    UNDO: gettext_lazy("Moderation undone"),
}


class _Formatter(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        reason = (log_entry.data or {}).get("reason")
        if not reason:
            return str(self.label)
        return gettext("%(what)s: %(reason)s") % {"what": self.label, "reason": reason}


def register(actions: LogActionRegistry) -> None:
    """Called by Wagtail's hook."""
    for action, words in _WORDS.items():
        actions.register_action(action)(type("Formatter", (_Formatter,), {"label": words}))
