"""Which dialect a server speaks, found out by paths that only one of them has."""

from __future__ import annotations

from typing import Any

from sd_bridge.engines.dialects.base import A1111, FORGE, Dialect
from sd_bridge.engines.dialects.sdcpp import SDCPP
from sd_bridge.engines.dialects.sdnext import SDNEXT
from sd_bridge.engines.errors import EngineStarting
from sd_bridge.engines.transport import Transport

_SIGNS = (
    ("/sdapi/v1/sd-modules", FORGE),
    ("/sdapi/v1/version", SDNEXT),
    ("/sdcpp/v1/capabilities", SDCPP),
)
# In the list of samplers of a stable-diffusion.cpp that is older than its capabilities.
_OWN_SAMPLERS = {"default", "euler_a"}


def detect(transport: Transport) -> Dialect:
    """Any EngineError; EngineStarting while the API is not up, as then every path is missing."""
    samplers = transport.get("/sdapi/v1/samplers")  # every dialect has it
    for path, dialect in _SIGNS:
        if _is_there(transport, path):
            return dialect
    return SDCPP if _names(samplers) >= _OWN_SAMPLERS else A1111


def _is_there(transport: Transport, path: str) -> bool:
    try:
        transport.get(path)
    except EngineStarting:
        return False
    return True


def _names(samplers: Any) -> set[str]:
    rows = samplers if isinstance(samplers, list) else []
    return {str(row.get("name")) for row in rows if isinstance(row, dict)}
