"""Takes out of a server's words what editors must not see: secrets, addresses and paths."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_DETAIL = 2_000

_SECRET_FLAGS = re.compile(
    r"""(["']?(?:api_auth|gradio_auth(?:_path)?|authorization|password|token)["']?\s*[:=]\s*)"""
    r"""(?:"[^"]*"|'[^']*'|(?:basic|bearer)\s+\S+|[^\s,}]+)""",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/=]{200,}")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
# Two or more parts: "/home/sd/models" goes, "and/or" and "width/height" stay.
_UNIX_PATH = re.compile(
    r"(?<![\w/.:<])/(?!sdapi/|internal/)(?:[^\s/\"',:;()<>]+/)+[^\s\"',:;()<>]*"
)
_WINDOWS_PATH = re.compile(r"(?:\b[A-Za-z]:[\\/]|\\\\)[^\s\"',;()<>|]+")


def scrub(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without secrets, addresses, paths and files, at most `MAX_DETAIL` characters."""
    text = text[: MAX_DETAIL * 20]  # bounds the work below; a crash can echo a whole picture
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    text = _SECRET_FLAGS.sub(r"\1…", text)
    text = _URL.sub("<address>", text)
    text = _BASE64.sub("…", text)
    text = _WINDOWS_PATH.sub("<path>", text)
    text = _UNIX_PATH.sub("<path>", text)
    text = "".join(char if char.isprintable() or char == "\n" else " " for char in text).strip()
    return text if len(text) <= MAX_DETAIL else text[: MAX_DETAIL - 1] + "…"
