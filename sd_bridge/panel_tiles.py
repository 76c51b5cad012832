"""The tiles of the tray: slots that wait for a picture, and results to keep or discard."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from sd_bridge.engines.asking import RANDOM_SEED
from sd_bridge.models import Generation, Result


def waiting_slots(generation: Generation) -> list[dict[str, Any]]:
    """One slot a picture asked for; the one being painted carries preview and percentage."""
    if generation.is_finished or generation.kind == Generation.Kind.INTERROGATE:
        return []
    return [_slot(generation, index) for index in range(generation.count)]


def _slot(generation: Generation, index: int) -> dict[str, Any]:
    painted = generation.picture_index or 0
    is_running = generation.state == Generation.State.RUNNING
    at_once = generation.settings.get("batch_size", 1)
    is_painting = is_running and painted <= index < painted + at_once
    width, height = generation.result_size
    return {
        "kind": "slot",
        "key": f"{generation.uuid}-slot-{index}",
        "number": index + 1,
        "width": width,
        "height": height,
        "seed": None if generation.seed == RANDOM_SEED else generation.seed + index,
        "preview": generation.preview_url if is_painting else "",
        "percent": _percent(generation) if is_painting else None,
        "words": _slot_words(index + 1, is_painting, is_running and index < painted),
    }


def _percent(generation: Generation) -> int:
    """Of the picture being painted, where the engine counts its steps."""
    if generation.steps_total:
        return min(100, round(100 * (generation.step or 0) / generation.steps_total))
    return round(100 * generation.progress)


def _slot_words(number: int, is_painting: bool, is_painted: bool) -> str:
    if is_painting:
        return ""
    if is_painted:
        return _("Picture %(number)s is painted. It appears when all are.") % {"number": number}
    return _("Picture %(number)s is waiting for its turn") % {"number": number}


def result_tile(result: Result, kept_as: Page | None, *, purpose: str) -> dict[str, Any]:
    """`kept_as` is the draft page made of it. A picture's form may take a result again."""
    number = result.index + 1
    return {
        "kind": "result",
        "key": f"{result.generation.uuid}-{result.index}",
        "id": result.index,
        "number": number,
        "url": result.url,
        "width": result.width,
        "height": result.height,
        "seed": result.seed,
        "alt": _("Result %(number)s") % {"number": number},
        "check_label": _("Select result %(number)s") % {"number": number},
        "name": f"{result.generation.uuid}/{result.index}",
        "is_black": result.is_black,
        "is_kept": result.is_kept,
        "can_keep": purpose == "picture" or kept_as is None,
        "can_discard": not result.is_kept,
        "note": _note(result, kept_as, purpose=purpose),
        **{
            f"{address}_url": reverse(
                f"sd_bridge:{address}", args=[result.generation.uuid, result.index]
            )
            for address in ("proposals", "infotext")
        },
        "edit_url": reverse("wagtailadmin_pages:edit", args=[kept_as.pk]) if kept_as else "",
        "edit_label": kept_as.get_admin_display_title() if kept_as else "",
    }


def _note(result: Result, kept_as: Page | None, *, purpose: str) -> str:
    if result.is_black:
        return _("Completely black")
    if result.is_kept and kept_as is None and purpose != "topic":
        return _("Kept")
    return ""
