"""What an editor may ask for, checked before any engine hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sd_bridge.blocked_words import first_blocked
from sd_bridge.models import Generation, GenerationQuerySet, GenerationRules
from sd_bridge.models.asking import Asking
from sd_bridge.refusals import InvalidRequest, QuotaUsedUp, TooManyWaiting

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

Kind = Asking.Kind


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of her share an editor has used; None = there is no limit."""

    today: int
    per_day: int | None
    waiting: int
    per_editor: int | None


def rules() -> GenerationRules:
    """Those of the site, as they are now."""
    return GenerationRules.load()


def usage(user: AbstractUser) -> Usage:
    """Pictures asked for since midnight, and requests waiting or running now."""
    site = rules()
    return Usage(
        today=pictures_today(user),
        per_day=site.daily_quota or None,
        waiting=active(user).count(),
        per_editor=site.max_waiting or None,
    )


def check_request(asking: Generation, site: GenerationRules) -> None:
    """One request by itself: its words, its size, its number. Raises `InvalidRequest`."""
    found = {**_word_problems(asking, site), **_size_problems(asking, site)}
    if asking.kind != Kind.INTERROGATE and site.max_count and asking.count > site.max_count:
        found["count"] = ngettext(
            "At most %(most)s picture at a time is allowed here.",
            "At most %(most)s pictures at a time are allowed here.",
            site.max_count,
        ) % {"most": site.max_count}
    if found:
        raise InvalidRequest(found)


def check_share(user: AbstractUser, asking: Generation, site: GenerationRules) -> None:
    """Against what the editor has asked for already. Raises `TooManyWaiting`, `QuotaUsedUp`.

    Call it while her row is locked: two requests at the same moment count one after the other.
    """
    if site.max_waiting and active(user).count() >= site.max_waiting:
        raise TooManyWaiting(site.max_waiting)
    if not site.daily_quota or asking.kind == Kind.INTERROGATE:
        return
    used = pictures_today(user)
    if used + asking.count > site.daily_quota:
        raise QuotaUsedUp(limit=site.daily_quota, used=used, asked=asking.count)


def active(user: AbstractUser) -> GenerationQuerySet:
    return Generation.objects.by(user).exclude(state__in=Generation.FINISHED)


def pictures_today(user: AbstractUser) -> int:
    """Those of requests that ended before an engine was asked do not count."""
    never_sent = Q(state__in=Generation.FINISHED, sent_at=None)
    asked = Generation.objects.by(user).with_pictures().filter(queued_at__gte=midnight())
    return asked.exclude(never_sent).aggregate(sum=Sum("count"))["sum"] or 0


def midnight() -> datetime:
    """When the day began here."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _word_problems(asking: Generation, site: GenerationRules) -> dict[str, str]:
    if asking.kind in (Kind.UPSCALE, Kind.INTERROGATE):  # no words are sent
        return {}
    words = site.blocked_list
    texts: dict[str, Any] = {
        "prompt": asking.prompt,
        "hires_prompt": asking.settings.get("hires_prompt", ""),
    }
    found = {name: first_blocked(text, words) for name, text in texts.items()}
    return {
        name: _("The prompt contains the blocked word “%(word)s”.") % {"word": word}
        for name, word in found.items()
        if word
    }


def _size_problems(asking: Generation, site: GenerationRules) -> dict[str, str]:
    width, height = asking.result_size
    if asking.kind == Kind.INTERROGATE or not site.max_pixels:
        return {}
    if width * height <= site.max_pixels:
        return {}
    sentence = _(
        "The picture would have %(pixels)s pixels (%(width)s × %(height)s); at most %(most)s are "
        "allowed here."
    ) % {
        "pixels": number_format(width * height, force_grouping=True),
        "width": width,
        "height": height,
        "most": number_format(site.max_pixels, force_grouping=True),
    }
    return {_size_field(asking): sentence}


def _size_field(asking: Generation) -> str:
    if asking.kind == Kind.UPSCALE:
        return "upscale_by"
    return "hires_scale" if asking.settings.get("hires_upscaler") else "width"
