"""Notifications by mail: replies, mentions and decisions, for those who want them."""

from __future__ import annotations

from textwrap import indent

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from community.mailing import mailbox, stop_address, stop_headers, wants
from community.models import Notification, NotificationKind, Profile
from community.models.notification import DECISIONS
from community.notification_words import notice
from community.people import NOBODY, people
from outbox.models import Message
from outbox.sending import put
from outbox.wanted import looks_again
from pictures.addresses import absolute

MAILED = {
    NotificationKind.REPLY: "replies",
    NotificationKind.MENTION: "replies",
    **dict.fromkeys(DECISIONS, "decisions"),
}


def put_mail(notification: Notification) -> Message | None:
    """The mail of this notification, in the language of its reader; None where none is wanted."""
    kind = MAILED.get(NotificationKind(notification.kind))
    profile = Profile.objects.filter(user_id=notification.user_id).select_related("user").first()
    if kind is None or profile is None or not wants(profile, kind):
        return None
    to = mailbox(profile.user_id)
    if to is None:
        return None
    stop = stop_address(profile.user_id, kind, profile.language)
    with translation.override(profile.language):
        actor = people([notification.actor_id]).get(notification.actor_id or 0, NOBODY)
        told = notice(notification, actor)
        words = {
            "notice": told,
            "name": profile.nickname,
            "quote": indent(told.quote, "> "),
            "url": absolute(told.url) if told.url else "",
            "stop_url": stop,
        }
        return put(
            key=f"notification:{notification.pk}",
            to=to,
            subject=_("%(sentence)s — HKPictures") % {"sentence": told.sentence},
            text=render_to_string("community/mail/notification.txt", words),
            headers=stop_headers(stop),
            user=profile.user,
            about={"notification": notification.pk},
        )


@looks_again("notification")
def is_still_wanted(message: Message) -> bool:
    """Whether it may still be told, to this address: hours may have passed."""
    told = Notification.objects.shown().filter(pk=message.about["notification"]).first()
    if told is None or told.seen_at is not None or mailbox(told.user_id) != message.to:
        return False
    profile = Profile.objects.get(user_id=told.user_id)
    return wants(profile, MAILED[NotificationKind(told.kind)])
