"""What `import_pictures` tells: one line a file, a bar on a terminal, a summary at the end."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter

from django.core.management.base import OutputWrapper
from django.core.management.color import Style
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pictures.importing.command_line import Outcome

BAR_WIDTH = 24


class Report:
    """One line a file, a bar on a terminal, a summary at the end."""

    def __init__(
        self, out: OutputWrapper, terminal: OutputWrapper, style: Style, *, is_json: bool
    ) -> None:
        self._out, self._style = out, style
        self._bar = terminal if terminal.isatty() and not is_json else None
        self._is_json = is_json
        self._counts: Counter[str] = Counter()
        self._started = time.monotonic()
        self._done = 0
        self.total = 0

    def add(self, outcome: Outcome) -> None:
        self._counts[outcome.state] += 1
        self._counts["drafts"] += outcome.state == "imported" and outcome.is_draft
        if self._is_json:
            self._print(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            self._print(f"{outcome.file}: {_sentence(outcome)}")

    def step(self) -> None:
        self._done += 1
        self._draw()

    def close(self) -> None:
        self._wipe()
        seconds = time.monotonic() - self._started
        if self._is_json:
            names = ("imported", "drafts", "ready", "exists", "near", "refused")
            counts = {name: self._counts[name] for name in names}
            summary = {"files": self.total, **counts, "seconds": round(seconds, 1)}
            self._out.write(json.dumps({"summary": summary}))
            return
        style = self._style.WARNING if self._counts["refused"] else self._style.SUCCESS
        self._out.write(style(self._summary(seconds)))

    def has_trouble(self, *, wanted_live: bool) -> bool:
        """Whether something was refused, or left a draft that was to be public."""
        return bool(self._counts["refused"] or (wanted_live and self._counts["drafts"]))

    def _summary(self, seconds: float) -> str:
        count = self._counts
        parts = [
            ngettext(
                "%(number)s picture imported", "%(number)s pictures imported", count["imported"]
            )
            % {"number": count["imported"]},
        ]
        for number, words in (
            (count["drafts"], _("%(number)s of them as drafts")),
            (count["ready"], _("%(number)s could be imported")),
            (count["exists"], _("%(number)s there already")),
            (count["near"], _("%(number)s nearly the same and left out")),
            (count["refused"], _("%(number)s refused")),
        ):
            if number:
                parts.append(words % {"number": number})
        return f"{', '.join(parts)} ({seconds:.0f} s)"

    def _print(self, line: str) -> None:
        self._wipe()
        self._out.write(line)
        self._out.flush()
        self._draw()

    def _draw(self) -> None:
        if self._bar is None or not self.total:
            return
        share = self._done / self.total
        filled = round(BAR_WIDTH * share)
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        self._bar.write(f"\r{bar} {self._done}/{self.total} {share:.0%}", style_func=str, ending="")
        self._bar.flush()

    def _wipe(self) -> None:
        if self._bar is not None:
            width = shutil.get_terminal_size().columns - 1
            self._bar.write(f"\r{'':{width}}\r", style_func=str, ending="")


def _sentence(outcome: Outcome) -> str:
    words = {"title": outcome.title, "other": outcome.other}
    if outcome.state == "refused":
        return outcome.reason
    if outcome.state == "exists":
        return _("there already: “%(other)s”.") % words
    if outcome.state == "near":
        return _("left out, nearly the same as “%(other)s”.") % words
    if outcome.state == "ready":
        text = _("could be imported as “%(title)s”.") % words
    elif outcome.is_draft:
        text = _("imported as the draft “%(title)s”.") % words
    else:
        text = _("imported and published as “%(title)s”.") % words
    if outcome.other:
        text += " " + _("It is nearly the same as “%(other)s”.") % words
    return text
