"""What webhooks are told of the community."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.models import Report
from outbox.events import event_kind

REPORTED = event_kind("comment.reported", _("A comment was reported"))


def tell_reported(report: Report) -> None:
    """Called in the transaction of the report. Neither words nor who reported."""
    comment = report.comment
    if comment is not None:
        REPORTED.tell(
            lambda: [{"comment": comment.pk, "picture": comment.picture_id, "reason": report.kind}]
        )
