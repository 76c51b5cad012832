"""Do rows and files agree; see docs/media.md."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from pictures.media.checking import Finding, Kind, check
from pictures.media.mending import mend

SENTENCES = {
    Kind.NO_FILE: lambda: _("The file is missing"),
    Kind.NO_ROW: lambda: _("No row names this file"),
    Kind.CHANGED: lambda: _("The original has changed since it came in"),
    Kind.STALE: lambda: _("The public copies are not as they should be"),
}


class Command(BaseCommand):
    help = (
        "Finds rows without files, files without rows, altered originals and wrong public copies. "
        "Ends with 1 while something is not as it should be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fix",
            action="store_true",
            help="move files that no row names to quarantine, have copies made anew",
        )
        parser.add_argument(
            "--quick", action="store_true", help="compare names only, read no original"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[Kind] = Counter()
        mended = 0
        for finding in check(is_quick=options["quick"]):
            is_mended = options["fix"] and mend(finding)
            counts[finding.kind] += 1
            mended += is_mended
            self._tell(finding, is_mended, options["json"])
        self._sum_up(counts, mended, options["json"])
        if counts.total() > mended:
            raise SystemExit(1)

    def _tell(self, finding: Finding, is_mended: bool, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps({**finding.as_json(), "mended": is_mended}))
            return
        row = f" ({finding.model} {finding.pk})" if finding.model else ""
        done = f" → {_('put right')}" if is_mended else ""
        sentence = SENTENCES[finding.kind]()
        self.stdout.write(f"{sentence}: {finding.storage}/{finding.name}{row}{done}")

    def _sum_up(self, counts: Counter[Kind], mended: int, is_json: bool) -> None:
        if is_json:
            numbers = {kind.value: counts[kind] for kind in Kind}
            self.stdout.write(json.dumps({"summary": numbers, "mended": mended}))
        elif not counts:
            self.stdout.write(self.style.SUCCESS(_("Rows and files agree.")))
        else:
            for kind, count in counts.items():
                self.stdout.write(f"{SENTENCES[kind]()}: {count}")
            self.stdout.write(f"{_('put right')}: {mended}")
