"""Personal lists, the newest first, page by page: a page costs the same at any depth."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.http import QueryDict

from pictures.cursors import Cursor, CursorError


def read_cursor(query: QueryDict) -> tuple[Cursor | None, bool]:
    """Where the page begins that the address asks for, and whether that was understood."""
    text = query.get("after")
    try:
        return (Cursor.parse(text) if text else None), True
    except CursorError:
        return None, False


def older_than(cursor: Cursor, moment: str, key: str) -> Q:
    """Rows after `cursor`. The first half alone lets the index be used."""
    earlier = Q(**{f"{moment}__lt": cursor.value}) | Q(**{f"{key}__lt": cursor.picture_id})
    return Q(**{f"{moment}__lte": cursor.value}) & earlier


def after_query(moment: datetime, key: int) -> str:
    """The query string of the page after the row at `moment`."""
    query = QueryDict(mutable=True)
    query["after"] = str(Cursor(moment, key))
    return query.urlencode()
