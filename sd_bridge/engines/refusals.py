"""Reads error answers, whatever dialect they are in: no single shape can be relied on.

Known: FastAPI's `{"detail": text | list}`, the A1111 middleware's `{"error", "detail", "errors"}`,
Forge's `{"error", "message"}`, plain text, and a proxy's HTML page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from sd_bridge.engines.errors import (
    EngineError,
    EngineFailed,
    EngineOutOfMemory,
    EngineRefused,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
)

_OUT_OF_MEMORY = re.compile(r"out ?of ?memory|not enough (?:gpu |video )?memory", re.IGNORECASE)
_NOT_A_NUMBER = re.compile(r"NansException|tensor with all NaNs", re.IGNORECASE)
# FastAPI's own words for a path that is not there; a server's own 404 names what it misses.
_NO_SUCH_PATH = ("", "Not Found")


def error_for(status: int, content: bytes | bytearray, scrub: Callable[[str], str]) -> EngineError:
    """The error that an answer with HTTP status ≥ 400 stands for."""
    words = reason_in(content)
    detail = scrub(f"HTTP {status}: {words}" if words else f"HTTP {status}")
    if status in (401, 403, 407):
        return EngineRefused("not_allowed", detail=detail)
    if status == 404 and (words in _NO_SUCH_PATH or content.lstrip()[:1] == b"<"):
        return EngineStarting(detail=detail)
    if status == 429 or (status == 503 and _says_what_kind(content)):
        return EngineUnavailable("busy", detail=detail)
    if status in (502, 503):
        return EngineUnavailable("gateway", detail=detail)
    if status in (408, 504, 524):
        return EngineTimedOut("gateway_timeout", detail=detail)
    if status < 500:
        return EngineRefused(detail=detail)
    if _OUT_OF_MEMORY.search(words):
        return EngineOutOfMemory(detail=detail)
    if _NOT_A_NUMBER.search(words):
        return EngineFailed("not_a_number", detail=detail)
    return EngineFailed(detail=detail)


def _says_what_kind(content: bytes | bytearray) -> bool:
    """Whether a 503 is the server's own (`{"detail": {"msg", "type"}}`), not a proxy's."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return False
    detail = body.get("detail") if isinstance(body, dict) else None
    return isinstance(detail, dict) and isinstance(detail.get("type"), str)


def reason_in(content: bytes | bytearray) -> str:
    """What the body says of the reason, in one line per part; "" where it says nothing."""
    text = content.decode("utf-8", "replace").strip()
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return _title_of(text) if text[:1] == "<" else text
    if isinstance(body, str):
        return body
    if not isinstance(body, dict):
        return ""
    return "\n".join(dict.fromkeys(_parts(body)))


def _parts(body: dict[str, Any]) -> Iterator[str]:
    error = body.get("error")
    if isinstance(error, str) and error and error != "HTTPException":
        yield error
    for key in ("detail", "errors", "message"):
        yield from _texts(body.get(key))


def _texts(value: Any) -> Iterator[str]:
    """The words in a text, a list of validation errors, or an object with `msg`."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict) and isinstance(value.get("msg"), str):
        location = value.get("loc")
        where = ".".join(str(part) for part in location) if isinstance(location, list) else ""
        yield f"{where}: {value['msg']}" if where else value["msg"]


def _title_of(page: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", page[:20_000], re.IGNORECASE | re.DOTALL)
    return " ".join(found[1].split()) if found else "HTML"
