"""Mails about new pictures of one's subscriptions, once a day or a week, for who asked for them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from community.digest_mail import MOST_PICTURES, write
from community.feed import feed
from community.mailing import mailbox, stop_headers, wants
from community.models import Digest, Profile
from outbox.models import Message
from outbox.sending import put
from outbox.wanted import looks_again
from pictures.models import Placement

logger = logging.getLogger(__name__)

HOUR = 8  # of the site's time zone; weekly ones on Mondays
LENGTHS = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
FARTHEST = 7  # periods that a mail looks back after a break


def send_digests(now: datetime | None = None) -> int:
    """Put the mails whose time has come; how many. One that fails keeps no other waiting."""
    now = now or timezone.now()
    home_id = Site.objects.filter(is_default_site=True).values_list("root_page_id", flat=True)[:1]
    if not home_id:
        return 0
    return sum(
        _send_safely(pk, Digest(kind), home_id[0], now)
        for kind in LENGTHS
        for pk in list(_due(Digest(kind), now).order_by("pk").values_list("pk", flat=True))
    )


def period_start(kind: Digest, now: datetime) -> datetime:
    """When the latest mail of that kind was to be written."""
    start = timezone.localtime(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if start > now:
        start -= timedelta(days=1)
    return start - timedelta(days=start.weekday()) if kind == Digest.WEEKLY else start


def _due(kind: Digest, now: datetime) -> QuerySet[Profile]:
    """Of people who are neither banned nor leaving."""
    waiting = Q(digest_sent_at=None) | Q(digest_sent_at__lt=period_start(kind, now))
    return Profile.objects.shown().filter(waiting, digest=kind)


def _send_safely(pk: int, kind: Digest, home_id: int, now: datetime) -> bool:
    try:
        return send_digest(pk, kind, home_id, now)
    except Exception:
        logger.exception("The digest of profile %s could not be written", pk)
        return False


@transaction.atomic
def send_digest(pk: int, kind: Digest, home_id: int, now: datetime) -> bool:
    """Put the mail of one person and period, unless there is nothing to tell or it is there."""
    profile = Profile.objects.select_related("user").get(pk=pk)
    if not _due(kind, now).filter(pk=pk).update(digest_sent_at=now):
        return False
    to = mailbox(profile.user_id)
    news = _news(profile, kind, home_id, now)
    newest = list(news.values_list("picture_id", flat=True)[:MOST_PICTURES]) if to else []
    total = news.count() if newest else 0
    words = write(profile, home_id, newest, total)
    if to is None or words is None:
        return False
    put(
        key=f"digest:{profile.user_id}:{kind}:{period_start(kind, now):%Y-%m-%d}",
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=stop_headers(words.stop_url),
        user=profile.user,
        about={"home": home_id, "pictures": words.pictures, "total": total},
    )
    return True


def _news(profile: Profile, kind: Digest, home_id: int, now: datetime) -> QuerySet[Placement]:
    """What came since the last mail, the newest first."""
    start = period_start(kind, now)
    since = max(profile.digest_sent_at or start - LENGTHS[kind], start - FARTHEST * LENGTHS[kind])
    rows = feed(profile, home_id).filter(listed_at__gt=since, listed_at__lte=now)
    return rows.order_by("-listed_at", "-picture_id")


@looks_again("digest")
def look_again(message: Message) -> bool:
    """Hours may have passed: told is only what is public, wanted and not blocked right now."""
    shown = Profile.objects.shown().select_related("user").filter(user_id=message.user_id)
    profile = shown.first()
    if profile is None or not wants(profile, "digest") or mailbox(profile.user_id) != message.to:
        return False
    about = message.about
    gone = len(about["pictures"])
    words = write(profile, about["home"], about["pictures"], about["total"])
    if words is None:
        return False
    if len(words.pictures) < gone:
        total = about["total"] - gone + len(words.pictures)
        words = write(profile, about["home"], words.pictures, total) or words
    message.subject, message.text, message.html = words.subject, words.text, words.html
    return True
