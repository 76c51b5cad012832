"""Why a generation failed for reasons of ours, beside those of `sd_bridge.engines.errors`."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sd_bridge.engines.errors import EngineError, sentence_for

WORKER_LOST = "worker_lost"
DISK_FULL = "disk_full"
ENGINE_REMOVED = "engine_removed"
UNREACHED = "engine_unreached"
UNEXPECTED = "unexpected"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

SENTENCES = {
    WORKER_LOST: _(
        "The worker was lost while the engine was painting; the engine may still be working. "
        "The pictures cannot be recovered: run it again."
    ),
    DISK_FULL: _(
        "The pictures could not be stored because the disk is full. An administrator must make "
        "room; then run it again."
    ),
    ENGINE_REMOVED: _("This picture engine is no longer set up. Choose another one."),
    UNREACHED: ngettext_lazy(
        "The picture engine could not be reached for %(minutes)s minute. Check that it is "
        "running, then run it again.",
        "The picture engine could not be reached for %(minutes)s minutes. Check that it is "
        "running, then run it again.",
        "minutes",
    ),
    UNEXPECTED: _(
        "Something unexpected went wrong on our side. Try again; if it stays like this, tell an "
        "administrator."
    ),
}


class UnknownEngineError(KeyError):
    """No engine of this name is set up (any more)."""


def failure_sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """What happened and what to do, in the active language, for a stored code."""
    if code == UNREACHED:
        return str(SENTENCES[code] % {"minutes": 1, **(params or {})})
    return str(SENTENCES[code]) if code in SENTENCES else sentence_for(code, params)


def unreached_for(seconds: float, detail: str = "") -> dict[str, Any]:
    """The failure of one that waited for engines that could not be reached, to be stored."""
    minutes = max(1, round(seconds / 60))
    return {"code": UNREACHED, "params": {"minutes": minutes}, "detail": detail}


def failure_of(error: Exception) -> dict[str, Any]:
    """What to store of it, as `EngineError.as_json` has it."""
    if isinstance(error, EngineError):
        return error.as_json()
    if isinstance(error, UnknownEngineError):
        return {"code": ENGINE_REMOVED}
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return {"code": DISK_FULL}
    return {"code": UNEXPECTED, "detail": type(error).__name__}
