"""Are the translations complete? Reads sources itself, so GNU gettext is not needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.env import ROOT
from config.translations import catalogues

FOLDERS = ("site", "home", "community", "topics", "pictures", "sd_bridge", "templates")


class Command(BaseCommand):
    help = "Fails where a catalogue lacks a translation, or differs from what the sources print."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = []
        for catalogue in catalogues():
            language = Path(catalogue.fpath).parts[-3]
            problems += [
                f"{language}: fuzzy {entry.msgid!r}" for entry in catalogue.fuzzy_entries()
            ]
            if language == "ko":
                known = {entry.msgid for entry in catalogue if entry.translated()}
                problems += [f"ko: not translated {text!r}" for text in sorted(messages() - known)]
                problems += [
                    f"ko: {entry.msgid!r} loses {sorted(lost)}"
                    for entry in catalogue
                    if (
                        lost := placeholders(entry.msgid)
                        - placeholders(entry.msgstr or "".join(entry.msgstr_plural.values()))
                    )
                ]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Translations are complete.")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\([a-z_]+\)[sd]", text))


def messages() -> set[str]:
    """Every message the sources and templates mark for translation."""
    from config.message_scan import in_python, in_template

    found: set[str] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if "tests" in path.parts or "migrations" in path.parts:
                continue
            if path.suffix == ".py":
                found |= in_python(path.read_text())
            elif path.suffix in {".html", ".txt"}:
                found |= in_template(path.read_text())
    return found
