"""How the rules are written: one line an address, one letter a role.

    "me_likes": GET("L+++++++"),

The letters stand in the order of `ROLES`: `+` let in (whatever the view then says of the input),
`~` refused in a sentence that the form shows (422), `L` led to the log-in, `-` refused (403), `0`
not found (404), `M` wrong method (405). A method that an address has no cells for lets nobody in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

ROLES = (
    "visitor",
    "member",  # whose the personal things of the scene are
    "other member",
    "banned member",
    "curator of another topic",
    "curator",
    "moderator",
    "admin",
)

Arguments = Callable[[Any], list[Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`arguments` takes the scene; `get` and `post` hold eight letters, or none."""

    get: str = ""
    post: str = ""
    arguments: Arguments = lambda scene: []
    fields: Arguments = lambda scene: []

    def of(self, arguments: Arguments) -> Rule:
        return replace(self, arguments=arguments)

    def sent(self, fields: Callable[[Any], dict[str, Any]]) -> Rule:
        return replace(self, fields=fields)


def GET(cells: str) -> Rule:
    return Rule(get=cells)


def POST(cells: str) -> Rule:
    return Rule(post=cells)


def BOTH(get: str, post: str) -> Rule:
    return Rule(get=get, post=post)


# What comes again and again.
EVERYONE = "++++++++"
MEMBERS = "L+++++++"
EDITORS = "L---+++" + "+"  # the admin: curators, moderators, superusers
CURATORS = "L---++-+"  # what the curators' group may
MINE = "L+000000"  # the member's own
ADMIN = "L------+"
