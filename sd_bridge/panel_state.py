"""What the tray is told about generations: their rows, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.models import Page

from sd_bridge.asked import asked, changes_since
from sd_bridge.interrogating import proposals
from sd_bridge.models import Generation, GenerationQuerySet
from sd_bridge.panel_tiles import result_tile, waiting_slots
from sd_bridge.panel_words import announcement, detail, expiry, headline, summary, title
from sd_bridge.queue_places import Place, queue_places

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

RECENT = 8
ACTIONS = ("cancel", "again", "keep", "keep_many", "discard", "duplicates")


def for_display(generations: GenerationQuerySet) -> GenerationQuerySet:
    """With everything that `describe` reads."""
    origins = ("source_result__generation", "source_page", "source_image")
    return generations.select_related("requested_by", *origins).with_results()


def describe_page(page: Page, *, purpose: str) -> list[dict[str, Any]]:
    """The page's recent generations, the newest first."""
    found = for_display(Generation.objects.on_page(page).with_pictures().newest_first())
    return describe_list(list(found[: RECENT + 1]), purpose=purpose)


def describe_list(
    listed: list[Generation],
    *,
    purpose: str,
    viewer: AbstractUser | None = None,
    named: Generation | None = None,
) -> list[dict[str, Any]]:
    """The first of `listed`, the newest first, each compared with the one before it; then `named`.

    One more may be listed than is described: the one that the last is compared with.
    """
    previous: dict[int, Generation | None] = {newer.pk: older for newer, older in pairwise(listed)}
    shown = listed[:RECENT]
    if named is not None:
        shown.append(named)
        before = Generation.objects.filter(requested_by=named.requested_by_id, pk__lt=named.pk)
        previous[named.pk] = before.newest_first().first()
    return describe(shown, purpose=purpose, viewer=viewer, previous=previous)


def describe(
    generations: list[Generation],
    *,
    purpose: str,
    viewer: AbstractUser | None = None,
    previous: Mapping[int, Generation | None] | None = None,
) -> list[dict[str, Any]]:
    """One dictionary of JSON values a generation; queries do not grow with their number.

    `purpose` is where the tray stands: "topic", "picture" or "workspace".
    """
    places = queue_places(generations)
    pages = _kept_pages(generations)
    return [
        {
            **_row(generation, places.get(generation.pk)),
            "requested_by": _requester(generation, viewer),
            "changes": changes_since(generation, (previous or {}).get(generation.pk)),
            "results": [
                result_tile(result, pages.get(result.kept_as_id or 0), purpose=purpose)
                for result in generation.tray
            ],
        }
        for generation in generations
    ]


def _kept_pages(generations: Iterable[Generation]) -> dict[int, Page]:
    ids = {result.kept_as_id for generation in generations for result in generation.tray}
    return Page.objects.in_bulk(ids - {None})


def _requester(generation: Generation, viewer: AbstractUser | None) -> str:
    """Who asked for it, where that is somebody else."""
    user = generation.requested_by
    if viewer is None or user is None or user.pk == viewer.pk:
        return ""
    return user.get_full_name() or user.get_username()


def _row(generation: Generation, place: Place | None) -> dict[str, Any]:
    return {
        "id": str(generation.uuid),
        "kind": generation.kind,
        "title": title(generation),
        "page": generation.page_id,
        "caption": generation.caption,
        "proposals": proposals(generation) if generation.caption else None,
        "state": generation.state,
        "is_active": not generation.is_finished,
        "is_waiting": generation.state == Generation.State.QUEUED,
        "fraction": generation.progress,
        "headline": headline(generation, place),
        "detail": detail(generation, place),
        "announcement": announcement(generation, place),
        "summary": summary(generation),
        "problem": generation.error_sentence,
        "problem_raw": generation.error_detail,
        "differences": generation.difference_sentences,
        "expiry": expiry(generation),
        "asked": asked(generation),
        "slots": waiting_slots(generation),
        "can_cancel": generation.can_be_cancelled and not generation.is_cancelling,
        "can_run_again": generation.can_run_again,
        **{
            f"{action}_url": reverse(f"sd_bridge:{action}", args=[generation.uuid])
            for action in ACTIONS
        },
    }
