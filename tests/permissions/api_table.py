"""How the rules of operations are written: one line an operation, one letter a role.

    "list_likes": Call("L+++++++", scope=Scope.READ),
    "edit_comment": Call("L+000000", scope=Scope.ENGAGE)
    .at(lambda s: {"comment_id": s.comment.pk})
    .sent(lambda s: {"text": "Hi"}),

The letters are those of `table`, in the order of its ROLES: `+` let in (whatever is then said of
the input: 400, 409, 422), `L` asked to sign in (401), `-` refused (403), `0` not found (404). They
hold for a session and for a token that has `scope`; a token without it is refused everywhere. An
operation for everybody has no scope, and any token will do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Made = Callable[[Any], dict[str, Any]]


def nothing(scene: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Call:
    """Each function takes the scene: `path` names what is in the address, `query` what follows."""

    cells: str
    scope: str = ""
    path: Made = nothing
    query: Made = nothing
    body: Callable[[Any], Any] | None = None
    form: Made | None = None

    def at(self, path: Made) -> Call:
        return replace(self, path=path)

    def asked(self, query: Made) -> Call:
        return replace(self, query=query)

    def sent(self, body: Callable[[Any], Any]) -> Call:
        """As JSON."""
        return replace(self, body=body)

    def uploaded(self, form: Made) -> Call:
        """As multipart/form-data: files and fields."""
        return replace(self, form=form)
