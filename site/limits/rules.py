"""How often somebody may do something: the stated limits, one line each.

`account` counts for the account (for log-ins: for the name that is tried), `network` for everybody
behind one address, `young` replaces `account` during an account's first day. `"10/m, 100/d"` is
both at once; s, m, h, d are a second, a minute, an hour, a day, and `5/5m` is five in five minutes.
`docs/limits.md` repeats this table for people; a test compares them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

YOUNG = timedelta(days=1)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Budget:
    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Rule:
    """`closed`: refuse when nobody can tell what was spent, instead of letting it pass."""

    account: str
    network: str
    young: str = ""
    closed: bool = False


RULES: dict[str, Rule] = {
    # Getting in. These do not pass when neither the cache nor the database can count.
    "login": Rule("5/5m, 50/d", "30/5m, 300/d", closed=True),
    "signup": Rule("", "10/h, 30/d", closed=True),
    "reset": Rule("5/h", "20/h", closed=True),
    "social": Rule("20/h", "60/h", closed=True),
    # Taking part.
    "comment": Rule("10/m, 200/d", "30/m", young="3/m, 20/d"),
    "like": Rule("60/m", "180/m", young="30/m"),
    "subscribe": Rule("30/m", "90/m", young="10/m"),
    "collect": Rule("60/m", "180/m", young="30/m"),
    "submit": Rule("10/h, 40/d", "30/h", young="3/h, 5/d"),
    "report": Rule("10/h, 40/d", "30/h", young="3/h"),
    # Being counted.
    "view": Rule("60/m", "240/m, 5000/h"),
    # Looking something up in words.
    "search": Rule("", "120/m"),
    "suggest": Rule("", "400/m"),
    # Asking by the API, whatever for: besides the limit of what is done.
    "api": Rule("300/m", "600/m", young="120/m"),
    # Having a file made.
    "download": Rule("", "60/m, 1000/h"),
    # One's own affairs.
    "profile": Rule("20/h", "60/h", young="10/h"),
    "export": Rule("3/d", "10/d"),
    # What a visitor begins before signing in.
    "intent": Rule("", "60/m"),
}


def budgets(text: str) -> list[Budget]:
    """`"10/m, 100/d"` as budgets; "" is none. Raises ValueError for anything else."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)?([smhd])", part)
        if match is None:
            raise ValueError(f"{part!r} is no limit such as 10/m or 5/5m")
        times, amount, unit = match.groups()
        found.append(Budget(int(times), int(amount or 1) * UNITS[unit]))
    return found
