"""File names from outside, made fit for showing; none of them is ever used as a path."""

from __future__ import annotations

import unicodedata

from pictures.storable import storable

MAX_NAME = 255
MAX_FOLDER = 500


def split_path(path: str) -> tuple[str, str]:
    """Folder and base name, composed (NFC), without control characters and steps upward.

    The base name is "file" where nothing of it is left.
    """
    parts = [_clean(part) for part in path.replace("\\", "/").split("/")]
    parts = [part for part in parts if part not in ("", ".", "..")]
    name = shortened(parts.pop()) if parts and not path.endswith(("/", "\\")) else "file"
    return "/".join(parts)[-MAX_FOLDER:], name


def shortened(name: str) -> str:
    """A name of at most 255 characters that keeps its ending."""
    if len(name) <= MAX_NAME:
        return name
    return name[: MAX_NAME - 20] + "…" + name[-19:]


def decoded(raw: bytes, *, is_utf8: bool) -> str:
    """A name in a zip: UTF-8 where it says so or can be so, else Korean Windows', else DOS'."""
    encodings = ["utf-8", "cp949"]
    for encoding in encodings[:1] if is_utf8 else encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace") if is_utf8 else raw.decode("cp437")


def _clean(part: str) -> str:
    composed = unicodedata.normalize("NFC", storable(part))
    return "".join(letter for letter in composed if letter.isprintable()).strip()
