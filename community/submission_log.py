"""What the admin's history of a picture says of its submission."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

SUBMIT = "community.submission.submit"
ASK_CHANGES = "community.submission.ask_changes"
REJECT = "community.submission.reject"
UNDO = "community.submission.undo"
WITHDRAW = "community.submission.withdraw"
SUBMIT_AGAIN = "community.submission.submit_again"

_PLAIN = (
    (SUBMIT, gettext_lazy("Submit"), gettext_lazy("Submitted by a member")),
    (UNDO, gettext_lazy("Undo a decision"), gettext_lazy("Decision taken back")),
    (WITHDRAW, gettext_lazy("Withdraw"), gettext_lazy("Withdrawn by its author")),
    (
        SUBMIT_AGAIN,
        gettext_lazy("Take a withdrawal back"),
        gettext_lazy("Withdrawal taken back by its author"),
    ),
)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label, message in _PLAIN:
        actions.register_action(action, label, message)

    @actions.register_action(ASK_CHANGES)
    class AskChanges(_WithReason):
        label = gettext_lazy("Ask for changes")
        sentence = gettext_lazy("Changes asked for: %(reason)s")

    @actions.register_action(REJECT)
    class Reject(_WithReason):
        label = gettext_lazy("Not accept")
        sentence = gettext_lazy("Not accepted: %(reason)s")


class _WithReason(LogFormatter):
    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason") or gettext("no reason given")
        return self.sentence % {"reason": reason}
