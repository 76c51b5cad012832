"""Wanting nothing to do with somebody: they cannot answer, and their comments are not shown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Block, Profile
from community.people import Person, persons

MOST = 1000  # that a page is told of


class BlockError(ValueError):
    """Nobody can be blocked so; `str()` is a sentence."""


def block(*, user_id: int, blocked_id: int) -> None:
    """`user_id` blocks `blocked_id`, as often as they like; raises `BlockError` for oneself."""
    if user_id == blocked_id:
        raise BlockError(_("You cannot block yourself."))
    with transaction.atomic():
        # Ignoring conflicts: who presses twice has blocked once.
        Block.objects.bulk_create(
            [Block(user_id=user_id, blocked_id=blocked_id)], ignore_conflicts=True
        )


def unblock(*, user_id: int, blocked_id: int) -> None:
    Block.objects.filter(user_id=user_id, blocked_id=blocked_id).delete()


def blocked_ids(user_id: int) -> list[int]:
    """Whom `user_id` has blocked, the latest first. One query."""
    blocks = Block.objects.filter(user_id=user_id).order_by("-pk")
    return list(blocks.values_list("blocked_id", flat=True)[:MOST])


def blocked_people(user_id: int) -> list[Person]:
    """The same as people, those too who have no page now. Two queries."""
    ids = blocked_ids(user_id)
    found = {person.id: person for person in persons(Profile.objects.filter(user_id__in=ids))}
    return [found[pk] for pk in ids if pk in found]
