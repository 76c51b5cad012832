"""Compiles the translations with no tool outside Python."""

from __future__ import annotations

import polib

from config.env import ROOT


def catalogues() -> list[polib.POFile]:
    """Every catalogue of the project."""
    return [polib.pofile(str(path)) for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))]


def compile_all() -> int:
    """Write a .mo file beside each .po file that is newer; how many were written."""
    written = 0
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
            written += 1
    return written
