"""docs/limits.md states the limits that hold."""

from __future__ import annotations

from pathlib import Path

from limits.rules import RULES

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "limits.md"


class TestDocument:
    def test_states_each_rule_as_it_is(self):
        rows = {}
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 6 and cells[0].startswith("`"):
                rows[cells[0].strip("`")] = tuple(cells[2:])
        assert rows == {
            name: (
                rule.account or "–",
                rule.young or "–",
                rule.network,
                "no" if rule.closed else "yes",
            )
            for name, rule in RULES.items()
        }
