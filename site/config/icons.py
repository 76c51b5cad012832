"""The sprite of symbols, put together from the installed bootstrap-icons."""

from __future__ import annotations

import re
from pathlib import Path

from config.env import ROOT

NAMES = ROOT / "static" / "icons.txt"
SOURCE = ROOT / "node_modules" / "bootstrap-icons" / "icons"
SPRITE = ROOT / "static" / "build" / "icons.svg"

_SVG = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


class IconMissingError(Exception):
    """`static/icons.txt` names a symbol that bootstrap-icons does not have."""


def build_sprite() -> int:
    """Write the sprite; how many symbols it holds."""
    names = [line.strip() for line in NAMES.read_text().splitlines()]
    names = [name for name in names if name and not name.startswith("#")]
    body = "".join(_symbol(SOURCE / f"{name}.svg") for name in names)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>\n'
    # Left alone where nothing changed, so that static files need not be collected again.
    if not SPRITE.exists() or SPRITE.read_text() != sprite:
        SPRITE.parent.mkdir(parents=True, exist_ok=True)
        SPRITE.write_text(sprite)
    return len(names)


def _symbol(path: Path) -> str:
    if not path.exists():
        raise IconMissingError(f"{path.stem} is no name of bootstrap-icons")
    match = _SVG.search(path.read_text())
    if match is None:
        raise IconMissingError(f"{path.stem} is no plain SVG")
    view_box, content = match.groups()
    content = re.sub(r">\s+<", "><", content.strip())
    return f'<symbol id="{path.stem}" viewBox="{view_box}">{content}</symbol>'
