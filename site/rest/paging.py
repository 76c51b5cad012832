"""Pages of a list: `items`, and the cursor that continues behind them."""

from __future__ import annotations

from typing import Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class PageOf(Schema, Generic[Item]):
    """`next` goes into `after` of the next request; null at the end."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="Cursor of the next page: send it as `after`."
    )
    previous: str | None = Field(
        default=None, description="Cursor of the page before: as `before`."
    )
    notices: list[str] = Field(
        default_factory=list, description="Sentences about what was ignored in the request."
    )


def cursor_in(address: str | None, name: str = "after") -> str | None:
    """The cursor of an address that our own lists wrote."""
    if not address:
        return None
    return parse_qs(urlsplit(address).query).get(name, [None])[0]
