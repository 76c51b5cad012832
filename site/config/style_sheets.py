"""Which style sheets belong together: one file for each group, put together when files are built.

A browser waits for every sheet before it paints; on a phone each request costs a good deal more
than the few rules of a neighbour. Where static files are not collected (development with `DEBUG`,
tests) pages link the single sheets, so that an edit is seen at once.
"""

from __future__ import annotations

import re
from pathlib import Path

from config.env import ROOT

STATIC = ROOT / "static"
BUILT = STATIC / "build"
REBOOT = "bootstrap/bootstrap-reboot.min.css"
REBOOT_FILE = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap-reboot.min.css"

_EVERY = ["tokens", "theme", "page", "buttons", "controls"]
_FRAME = [*_EVERY, "sensitive", "people", "header"]
_LIST = ["wall", "filters", "stack", "swatches", "like"]
_GROUPS = {
    "site": [*_FRAME, "search-field", "footer"],
    "entrance": [*_FRAME, "entrance", "forms", "account"],
    "lost": ["wall", "stack", "words"],
    "bare": [*_EVERY, "header", "words"],
    "list": _LIST,
    "topic": [*_LIST, "topic", "topic-words", "subscribe"],
    "tag": [*_LIST, "subscribe"],
    "person": [*_LIST, "acts", "subscribe", "person"],
    "search": [*_LIST, "topics", "search"],
    "landing": ["wall", "stack", "like", "landing", "topics", "landing-sections"],
    "picture": [
        *("wall", "picture", "around", "recipe", "large-view"),
        *("acts", "like", "comments", "collect", "forms"),
    ],
}
_BEGIN_WITH_REBOOT = {"site", "entrance", "bare"}
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def sheets_of(group: str) -> list[str]:
    """The static names of its sheets, in the order of the cascade. Raises `KeyError`."""
    names = [f"css/{name}.css" for name in _GROUPS[group]]
    return [REBOOT, *names] if group in _BEGIN_WITH_REBOOT else names


def built_name(group: str) -> str:
    return f"build/{group}.css"


def build_sheets() -> int:
    """Write a file for each group; how many there are."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for group in _GROUPS:
        text = "\n".join(_file(name).read_text() for name in sheets_of(group))
        text, path = _SOURCE_MAP.sub("", text), BUILT / f"{group}.css"
        # Left alone where nothing changed, so that static files need not be collected again.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    return len(_GROUPS)


def _file(name: str) -> Path:
    return REBOOT_FILE if name == REBOOT else STATIC / name
