"""Charts as plain geometry: a template draws them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.statistics import Day, Numbers

WIDTH, HEIGHT = 480, 180  # of the drawing
LEFT, BOTTOM, TOP = 52, 24, 10  # what labels need
MOST_BARS = 92

KINDS: dict[str, Promise] = {
    "views": _("Views"),
    "likes": _("Likes"),
    "comments": _("Comments"),
    "subscribers": _("Subscribers"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    first: date
    last: date
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, and the number it stands for."""

    y: float
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` join the tops of the bars where the number is a state, not a sum."""

    kind: str
    label: Promise
    total: int
    bars: list[Bar]
    lines: list[Line]
    points: str
    left: int = LEFT
    width: int = WIDTH
    height: int = HEIGHT


def charts(numbers: Numbers, *, kinds: Sequence[str] = tuple(KINDS)) -> list[Chart]:
    return [_chart(kind, numbers) for kind in kinds]


def _chart(kind: str, numbers: Numbers) -> Chart:
    groups = _groups(numbers.days)
    is_state = kind == "subscribers"
    values = [
        getattr(group[-1], kind) if is_state else sum(getattr(day, kind) for day in group)
        for group in groups
    ]
    top = round_up(max(values, default=0))
    step = (WIDTH - LEFT) / max(len(groups), 1)
    room = HEIGHT - BOTTOM - TOP
    bars = [
        Bar(
            x=round(LEFT + place * step + step * 0.12, 2),
            y=round(TOP + room * (1 - value / top), 2),
            width=round(step * 0.76, 2),
            height=round(room * value / top, 2),
            first=group[0].day,
            last=group[-1].day,
            value=value,
        )
        for place, (group, value) in enumerate(zip(groups, values, strict=True))
    ]
    return Chart(
        kind=kind,
        label=KINDS[kind],
        total=numbers.total(kind),
        bars=bars,
        lines=[Line(TOP + room * (1 - part), _short(round(top * part))) for part in (0, 0.5, 1)],
        points=" ".join(f"{bar.x + bar.width / 2:.2f},{bar.y}" for bar in bars) if is_state else "",
    )


def _groups(days: list[Day]) -> list[list[Day]]:
    """Days, or weeks that end with the last day where days would be too thin to see."""
    size = 1 if len(days) <= MOST_BARS else 7
    rest = len(days) % size
    groups = [days[:rest]] if rest else []
    return [*groups, *(days[start : start + size] for start in range(rest, len(days), size))]


def _short(number: int) -> str:
    return f"{number / 1000:g}k" if number >= 10_000 else str(number)


def round_up(number: int) -> int:
    """The next even number that reads well at the end of an axis."""
    if number <= 4:
        return 4
    unit = 10 ** int(log10(number))
    return next(
        int(unit * times) for times in (1, 2, 4, 6, 8, 10, 20) if ceil(number) <= unit * times
    )
