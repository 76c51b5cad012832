"""The order that curators give a topic by hand.

What was ordered stands in front, the highest `Placement.position` first; everything else follows
by itself, the newest first. A picture put between others fixes all that stands before it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import Placement, PlacementState
from pictures.models.listing import PlacementQuerySet

MOST = 200  # pictures that are shown and can be ordered by hand


class OrderingError(Exception):
    """The picture cannot be put there; the message is a sentence for the curator."""


def in_order(topic_id: int) -> PlacementQuerySet:
    """All that hangs in a topic, as the curators' order has it."""
    placed = Placement.objects.in_topic(topic_id).filter(state=PlacementState.PLACED)
    return placed.order_by("-position", "-picture_id")


def put(
    topic_id: int, picture_id: int, *, before: int | None = None, after: int | None = None
) -> None:
    """Put a picture before or after another of the list, or in front of all without one.

    Raises `OrderingError` where one of them is not among the first `MOST`, and hangs there.
    """
    with transaction.atomic():
        _hold(topic_id)
        places = list(in_order(topic_id)[:MOST])
        ids = [place.picture_id for place in places]
        ordered = sum(place.position > 0 for place in places if place.picture_id != picture_id)
        if (
            picture_id not in ids
            or {before, after} - {None} - set(ids)
            or picture_id in (before, after)
        ):
            raise OrderingError(_("The list has changed. Load the page again."))
        ids.remove(picture_id)
        index = ids.index(before) if before else ids.index(after) + 1 if after else 0
        ids.insert(index, picture_id)
        _number(places, ids[: max(index, ordered) + 1])


def let_go(topic_id: int, picture_id: int) -> None:
    """Take a picture out of the order; it stands among the others again."""
    with transaction.atomic():
        _hold(topic_id)
        in_order(topic_id).filter(picture_id=picture_id).update(position=0)


def forget(topic_id: int) -> None:
    """Let the whole topic come newest first again."""
    in_order(topic_id).filter(position__gt=0).update(position=0)


def _hold(topic_id: int) -> None:
    """Whoever orders the same topic waits."""
    Page.objects.select_for_update().filter(pk=topic_id).first()


def _number(places: list[Placement], front: list[int]) -> None:
    wanted = {pk: len(front) - place for place, pk in enumerate(front)}
    changed = []
    for place in places:
        position = wanted.get(place.picture_id, 0)
        if place.position != position:
            place.position = position
            changed.append(place)
    Placement.objects.bulk_update(changed, ["position"], batch_size=100)
