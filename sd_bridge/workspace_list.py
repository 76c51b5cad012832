"""Which generations the workspace shows: the editor's own, or all she may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from sd_bridge.access import generations_visible_to, may_see
from sd_bridge.json_views import BadRequest
from sd_bridge.models import Generation, GenerationQuerySet
from sd_bridge.panel_state import RECENT, describe_list, for_display

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

WHO = ("mine", "all")


def workspace_list(user: AbstractUser, asked: Mapping[str, str]) -> dict[str, Any]:
    """The newest generations, the one that `asked` names besides, and how many there are.

    Raises `BadRequest` for a filter that does not exist.
    """
    who = asked.get("who") or "mine"
    state = asked.get("state") or ""
    if who not in WHO or (state and state not in Generation.State.values):
        raise BadRequest(_("There is no such filter. Reload the page."))
    found = _visible(user, who)
    if state:
        found = found.filter(state=state)
    listed = list(for_display(found.newest_first())[: RECENT + 1])
    named = _named(user, asked.get("generation") or "", listed[:RECENT])
    return {
        "generations": describe_list(listed, purpose="workspace", viewer=user, named=named),
        "total": found.count(),
        "who": who,
    }


def _visible(user: AbstractUser, who: str) -> GenerationQuerySet:
    if who == "mine":
        return Generation.objects.by(user).with_pictures()
    return generations_visible_to(user).with_pictures()


def _named(user: AbstractUser, name: str, listed: list[Generation]) -> Generation | None:
    """The generation to show besides those listed; None where it is not hers to see."""
    try:
        uuid = UUID(name)
    except ValueError:
        return None
    if any(generation.uuid == uuid for generation in listed):
        return None
    found = for_display(Generation.objects.filter(uuid=uuid)).first()
    return found if found is not None and may_see(user, found) else None
