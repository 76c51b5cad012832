"""How a generation stands, in words: for the tray, the history and screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from sd_bridge.models import Generation
from sd_bridge.queue_places import Place

Kind = Generation.Kind


PAINTING = {
    Kind.TEXT: _lazy("Painting the picture"),
    Kind.IMAGE: _lazy("Painting the picture"),
    Kind.UPSCALE: _lazy("Enlarging the picture"),
    Kind.INTERROGATE: _lazy("Looking at the picture"),
}
TITLES: dict[str, Any] = {
    Kind.UPSCALE: _lazy("Enlarged picture"),
    Kind.INTERROGATE: _lazy("Description of a picture"),
}


def title(generation: Generation) -> str:
    """What it is called in the list of recent generations."""
    return str(generation.prompt or TITLES.get(generation.kind, ""))


def headline(generation: Generation, place: Place | None) -> str:
    """The state in one short sentence, in the active language."""
    if generation.is_finished:
        return _finished_headline(generation)
    if generation.is_cancelling:
        return _("Cancelling…")
    if generation.state == Generation.State.QUEUED:
        return (place or Place(1)).sentence
    if generation.count == 1:
        return str(PAINTING[Kind(generation.kind)])
    return _("Painting picture %(number)s of %(count)s") % {
        "number": (generation.picture_index or 0) + 1,
        "count": generation.count,
    }


def _finished_headline(generation: Generation) -> str:
    if generation.state == Generation.State.FAILED:
        return _("The generation failed")
    if generation.state == Generation.State.CANCELLED:
        return _("Cancelled")
    if generation.kind == Kind.INTERROGATE:
        return _("The picture is described")
    count = len(generation.tray)
    if not count:
        return _("All pictures were discarded or have expired")
    return ngettext("%(count)s picture is ready", "%(count)s pictures are ready", count) % {
        "count": count
    }


def detail(generation: Generation, place: Place | None = None) -> str:
    """Steps and remaining time while it runs, else size, duration, when the engine is tried."""
    if generation.state == Generation.State.RUNNING:
        return " · ".join(_running_details(generation))
    parts = ["{} × {}".format(*generation.result_size)]
    start, end = generation.started_at, generation.finished_at
    if generation.state == Generation.State.DONE and start and end:
        seconds = (end - start).total_seconds()
        parts.append(_("took %(seconds)s s") % {"seconds": number_format(seconds, 1)})
    if place is not None and place.detail:
        parts.append(place.detail)
    return " · ".join(parts)


def _running_details(generation: Generation) -> Iterable[str]:
    if generation.steps_total:
        yield _("step %(step)s / %(steps)s") % {
            "step": generation.step or 0,
            "steps": generation.steps_total,
        }
    if generation.eta is not None:
        yield _("about %(seconds)s s left") % {"seconds": max(1, round(generation.eta))}


def announcement(generation: Generation, place: Place | None) -> str:
    """What a screen reader says: the running one changes at each quarter only."""
    if generation.state != Generation.State.RUNNING or generation.is_cancelling:
        return f"{headline(generation, place)} {generation.error_sentence}".strip()
    return _("%(percent)s%% painted") % {"percent": int(generation.progress * 4) * 25}


def summary(generation: Generation) -> str:
    """The second line in the list of recent generations."""
    if not generation.is_finished:
        return generation.get_state_display()
    if generation.state == Generation.State.FAILED:
        return generation.error_sentence
    when = timezone.localtime(generation.queued_at)
    today = when.date() == timezone.localdate()
    moment = date_format(when, "TIME_FORMAT" if today else "SHORT_DATE_FORMAT")
    if generation.state == Generation.State.CANCELLED:
        return f"{generation.get_state_display()} · {moment}"
    if generation.kind == Kind.INTERROGATE:
        return moment
    count = len(generation.tray)
    pictures = ngettext("%(count)s picture", "%(count)s pictures", count) % {"count": count}
    return f"{pictures} · {moment}"


def expiry(generation: Generation) -> str:
    ends = [result.expires_at for result in generation.tray if not result.is_kept]
    ends = [end for end in ends if end]
    if not ends:
        return ""
    return _("Pictures that nobody keeps are removed on %(date)s.") % {
        "date": date_format(timezone.localtime(min(ends)), "DATE_FORMAT")
    }
