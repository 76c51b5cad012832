"""Has a picture described in words."""

from __future__ import annotations

from pictures.storable import storable
from sd_bridge.engines.asking import Interrogation
from sd_bridge.engines.dialects import A1111, Dialect
from sd_bridge.engines.dialects.base import Call
from sd_bridge.engines.errors import (
    EngineFailed,
    EngineRefused,
    EngineStarting,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.engines.sendable import sendable
from sd_bridge.engines.transport import Transport

MAX_CAPTION = 10_000  # characters
_FAILED = "<error>"  # what servers answer, with status 200, when they could not
_UNWILLING = "HTTP 503"  # of servers that have no model for it


def describe(
    transport: Transport, dialect: Dialect, request: Interrogation, *, timeout: float
) -> str:
    """The caption; EngineFailed "not_described" when the server could not, or any EngineError.

    The first one may take minutes: servers then fetch their model for it.
    """
    image = sendable(request.image).encoded
    call = dialect.interrogation(request, image)
    try:
        body = _asked(transport, call, timeout)
    except EngineStarting:
        older = A1111.interrogation(request, image)
        if call.path == older.path:
            raise
        call, body = older, _asked(transport, older, timeout)
    caption = body.get(call.answer) if isinstance(body, dict) else None
    if not isinstance(caption, str):
        raise EngineUnreadable("wrong_shape", detail="The answer has no caption.")
    caption = storable(caption).strip()[:MAX_CAPTION]
    if not caption or _FAILED in caption:
        raise EngineFailed("not_described")
    return caption


def _asked(transport: Transport, call: Call, timeout: float) -> object:
    try:
        return transport.generate(call.path, call.body, timeout=timeout)
    except EngineStarting:
        raise
    except EngineUnavailable as error:
        if error.code == "busy" and error.detail.startswith(_UNWILLING):
            raise EngineFailed("not_described", detail=error.detail) from error
        raise
    except EngineRefused as error:
        if "Model not found" in error.detail:
            raise EngineRefused("unknown_interrogator", detail=error.detail) from error
        raise
