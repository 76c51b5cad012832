"""The words of a digest: pictures with their names and small copies, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from community.feed import feed
from community.mailing import stop_address
from community.models import Profile
from pictures import browsing
from pictures.addresses import absolute
from pictures.browsing import Card
from pictures.copies import grid_copies

MOST_PICTURES = 12
WIDTH = 264  # px of a picture in the mail


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a mail; every address is absolute, `image` empty while no copy is made."""

    title: str
    author: str
    language: str
    url: str
    alt: str
    ai_generated: bool
    image: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """`pictures` are the ids of those that are shown."""

    subject: str
    text: str
    html: str
    pictures: list[int]
    stop_url: str


def write(profile: Profile, home_id: int, picture_ids: Iterable[int], total: int) -> Words | None:
    """In the language of `profile`, of those pictures it may be told of now; None without any.

    `total` is how many there are, of which `picture_ids` are the newest. Two queries.
    """
    rows = list(
        feed(profile, home_id)
        .filter(picture_id__in=list(picture_ids))
        .order_by("-listed_at", "-picture_id")
        .values(*browsing.COLUMNS)[:MOST_PICTURES]
    )
    if not rows:
        return None
    with translation.override(profile.language):
        cards = browsing.cards(rows, grid_copies(browsing.keys(rows)))
        stop_url = stop_address(profile.user_id, "digest", profile.language)
        subject = _subject(max(total, len(cards)))
        context = {
            "subject": subject,
            "name": profile.nickname,
            "language": profile.language,
            "pictures": [_shown(card) for card in cards],
            "more": max(0, total - len(cards)),
            "feed_url": absolute(reverse("me_subscriptions")),
            "settings_url": absolute(reverse("me_notification_settings")),
            "stop_url": stop_url,
        }
        return Words(
            subject=subject,
            text=render_to_string("community/mail/digest.txt", context),
            html=render_to_string("community/mail/digest.html", context),
            pictures=[card.id for card in cards],
            stop_url=stop_url,
        )


def _subject(number: int) -> str:
    return ngettext(
        "%(number)s new picture of your subscriptions — HKPictures",
        "%(number)s new pictures of your subscriptions — HKPictures",
        number,
    ) % {"number": number}


def _shown(card: Card) -> Shown:
    copies = card.sources.by_format.get("jpeg", [])
    copy = next((copy for copy in copies if copy.width >= WIDTH), copies[-1] if copies else None)
    shape = card.sources.width / card.sources.height
    url = copy.url if copy else ""
    return Shown(
        title=card.title,
        author=card.author,
        language=card.language,
        url=absolute(card.url),
        alt=card.alt,
        ai_generated=card.ai_generated,
        image=absolute(url) if url.startswith("/") else url,
        width=WIDTH,
        height=round(WIDTH / shape),
    )
