"""Text that every database and JSON writer takes."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates, which PostgreSQL and UTF-8 refuse."""
    return _UNSTORABLE.sub("", text)
