"""The one table: what was measured, beside what was aimed at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`value` against `target` (at most; None where there is only a fact to tell)."""

    what: str
    value: float
    target: float | None
    how: str = ""
    unit: str = ""

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "yes" if self.value <= self.target else "**no**"


def markdown(rows: list[Row], notes: list[str], title: str = "Benchmark") -> str:
    lines = [
        "| what | measured | target | held | how it came about |",
        "|---|---:|---:|---|---|",
    ]
    lines += [
        f"| {row.what} | {number_of(row.value)}{row.unit} | "
        f"{'' if row.target is None else f'≤ {number_of(row.target)}{row.unit}'} | "
        f"{row.verdict} | {row.how} |"
        for row in rows
    ]
    return "\n".join([f"# {title}", "", *lines, "", *(f"- {note}" for note in notes), ""])


def number_of(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
