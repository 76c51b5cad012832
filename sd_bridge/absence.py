"""Whether anything that is set up can do a thing, before an editor is offered it."""

from __future__ import annotations

from sd_bridge.engine_registry import engine_names, known_lists
from sd_bridge.refusals import NoEngine


def absent_everywhere(feature: str) -> str:
    """Why no engine has `feature`, in the active language; "" if one has it or may have it."""
    names = engine_names()
    if not names:
        return NoEngine().sentence
    reasons = []
    for name in names:
        lists = known_lists(name)
        reason = lists.absent(feature) if lists is not None else ""
        if not reason:
            return ""
        reasons.append(reason)
    return reasons[0]
