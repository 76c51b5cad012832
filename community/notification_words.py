"""What a notification says, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import (
    CommentState,
    Notification,
    NotificationKind,
    ReportState,
    SubmissionState,
)
from community.models.notification import DECISIONS
from community.people import NOBODY, Person
from pictures.addresses import page_address
from pictures.models import Sensitivity


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the list. `quote` is what somebody wrote, `reason` what a decision gives."""

    id: int
    sentence: str
    url: str
    icon: str
    person: Person
    notification: Notification
    quote: str = ""
    title: str = ""


ICONS = {
    NotificationKind.LIKE: "heart",
    NotificationKind.SUBSCRIBER: "person",
    NotificationKind.REPORT_DECIDED: "flag",
}


def notice(notification: Notification, person: Person = NOBODY) -> Notice:
    """`notification` with its `picture` and `comment`; `person` is who did it. No query.

    Who decides does so for the gallery: a decision names nobody.
    """
    if notification.kind in DECISIONS:
        person = NOBODY
    comment = notification.comment
    is_shown = comment is not None and comment.state == CommentState.VISIBLE
    return Notice(
        id=notification.pk,
        sentence=sentence(notification, person.name),
        url=address(notification, person),
        icon=ICONS.get(NotificationKind(notification.kind), "bell"),
        person=person,
        notification=notification,
        quote=comment.text if comment is not None and is_shown else "",
        title=notification.picture.title if notification.picture else "",
    )


def sentence(notification: Notification, name: str) -> str:
    name = name or _("Somebody")
    if notification.kind == NotificationKind.LIKE:
        return _likes(name, notification.count)
    if notification.kind in DECISIONS:
        return _decision(notification)
    words = {
        NotificationKind.REPLY: _("%(name)s replied to your comment."),
        NotificationKind.MENTION: _("%(name)s mentioned you in a comment."),
        NotificationKind.COMMENT: _("%(name)s commented on your picture."),
        NotificationKind.SUBSCRIBER: _("%(name)s now subscribes to you."),
    }
    return words[NotificationKind(notification.kind)] % {"name": name}


def _likes(name: str, count: int) -> str:
    others = count - 1
    if not others:
        return _("%(name)s likes your picture.") % {"name": name}
    return ngettext(
        "%(name)s and %(number)s other like your picture.",
        "%(name)s and %(number)s others like your picture.",
        others,
    ) % {"name": name, "number": others}


def _decision(notification: Notification) -> str:
    """Outcomes that have no sentence of their own are told in general words."""
    kind, outcome = NotificationKind(notification.kind), notification.outcome
    known = {
        (NotificationKind.SUBMISSION_DECIDED, SubmissionState.PUBLISHED): _(
            "Your picture has been published."
        ),
        (NotificationKind.SUBMISSION_DECIDED, SubmissionState.REJECTED): _(
            "Your picture was not accepted."
        ),
        (NotificationKind.SUBMISSION_DECIDED, SubmissionState.CHANGES): _(
            "A curator asks you to change your picture."
        ),
        (NotificationKind.COMMENT_DECIDED, CommentState.VISIBLE): _("Your comment is shown now."),
        (NotificationKind.COMMENT_DECIDED, CommentState.HIDDEN): _(
            "A curator has hidden your comment."
        ),
        (NotificationKind.PICTURE_DECIDED, Sensitivity.SENSITIVE): _(
            "Your picture has been marked as sensitive; it is blurred until asked for."
        ),
        (NotificationKind.PICTURE_DECIDED, Sensitivity.HIDDEN): _(
            "Your picture has been hidden from the public."
        ),
        (NotificationKind.REPORT_DECIDED, ReportState.UPHELD): _(
            "Something has been done about what you reported. Thank you."
        ),
        (NotificationKind.REPORT_DECIDED, ReportState.DISMISSED): _(
            "What you reported has been looked at and stays as it is. Thank you."
        ),
        (NotificationKind.MEMBER_DECIDED, "banned"): _("You may no longer take part here."),
        (NotificationKind.MEMBER_DECIDED, "unbanned"): _("You may take part again."),
    }
    general = {
        NotificationKind.SUBMISSION_DECIDED: _("A curator has decided on your submission."),
        NotificationKind.COMMENT_DECIDED: _("A curator has decided on your comment."),
        NotificationKind.PICTURE_DECIDED: _("A curator has decided on your picture."),
        NotificationKind.REPORT_DECIDED: _("A curator has looked into your report. Thank you."),
        NotificationKind.MEMBER_DECIDED: _("A moderator has decided on your account."),
    }
    return known.get((kind, outcome), general[kind])


def address(notification: Notification, person: Person = NOBODY) -> str:
    """The place in the active language; "" where there is none to show."""
    kind = notification.kind
    if kind == NotificationKind.SUBSCRIBER:
        return person.url
    if kind == NotificationKind.SUBMISSION_DECIDED and (
        notification.outcome != SubmissionState.PUBLISHED
    ):
        return _reverse("me_submissions")
    if notification.comment_id and kind != NotificationKind.REPORT_DECIDED:
        return _reverse("comment", notification.comment_id)
    if notification.outcome == Sensitivity.HIDDEN and kind == NotificationKind.PICTURE_DECIDED:
        return ""
    picture = notification.picture
    return page_address(picture.url_path) if picture is not None else ""


def _reverse(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
