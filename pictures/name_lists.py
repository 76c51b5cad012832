"""Indexes of names, of tags and of people: by how many pictures each has, or as in a dictionary.

One query for the rows and one for the letters in use, whatever depth and length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.alphabet import LETTERS, bounds, letter_of_key
from pictures.cursors import Cursor, CursorError

PAGE_SIZE = 60
MOST, NAME = "pictures", "name"
SORTS = (MOST, NAME)

Row = dict[str, Any]  # pictures, key, letter, id of the tag or person


@dataclass(frozen=True, slots=True)
class Letter:
    """`url` is that of its names; empty where there are none."""

    word: str
    url: str
    is_here: bool


@dataclass(slots=True)
class NameOrder:
    """What an address asks of an index; a `letter` has its names in the order of a dictionary."""

    sort: str = MOST
    letter: str = ""
    after: Cursor | None = None
    before: Cursor | None = None
    notices: list[str] = field(default_factory=list)

    @property
    def column(self) -> str:
        return "pictures" if self.sort == MOST else "key"

    @property
    def kind(self) -> type:
        return int if self.sort == MOST else str

    def query(self) -> dict[str, str]:
        if self.letter:
            return {"letter": self.letter}
        return {} if self.sort == MOST else {"sort": self.sort}


@dataclass(slots=True)
class NamePage:
    """A page of an index; `letters` in the order of the dictionary."""

    rows: list[Row]
    order: NameOrder
    letters: list[Letter]
    path: str
    next_url: str | None = None
    previous_url: str | None = None

    @property
    def sorts(self) -> list[dict[str, Any]]:
        words = {MOST: _("Most pictures"), NAME: _("By name")}
        return [
            {
                "url": self.at(NameOrder(sort)),
                "word": words[sort],
                "is_here": sort == self.order.sort and not self.order.letter,
            }
            for sort in SORTS
        ]

    def at(self, order: NameOrder, *more: tuple[str, Any]) -> str:
        query = urlencode([*order.query().items(), *more])
        return f"{self.path}?{query}" if query else self.path


def browse_names(request: HttpRequest, totals: QuerySet, *, home_id: int, of: str) -> NamePage:
    """The page that the address asks for of `totals`, whose keys are `of` (`tag_id`). Two queries.

    What `totals` leaves out must be rare: it is passed by.
    """
    order = read_order(request.GET)
    known = totals.model._default_manager.filter(home_id=home_id)
    rows, has_previous, has_next = _rows(totals.filter(home_id=home_id), order, of)
    page = NamePage(rows, order, [], request.path)
    page.letters = [
        Letter(letter, page.at(NameOrder(NAME, letter)) if is_used else "", letter == order.letter)
        for letter, is_used in _letters_used(known, home_id)
    ]
    if rows and has_next:
        page.next_url = page.at(order, ("after", _place(rows[-1], order)))
    if rows and has_previous:
        page.previous_url = page.at(order, ("before", _place(rows[0], order)))
    return page


def read_order(query: QueryDict) -> NameOrder:
    """Never fails: what is unknown or malformed is ignored and told."""
    order = NameOrder(query.get("sort") or MOST, query.get("letter", "").upper())
    if order.sort not in SORTS:
        order.notices.append(_("This order is not known; you see the one of most pictures."))
        order.sort = MOST
    if order.letter and order.letter not in LETTERS:
        order.notices.append(_("This letter is not known; you see all of them."))
        order.letter = ""
    if order.letter:
        order.sort = NAME
    try:
        for name in ("after", "before"):
            if text := query.get(name):
                setattr(order, name, Cursor.parse(text, order.kind))
    except CursorError:
        order.notices.append(_("This place in the list is not known; you see its beginning."))
    return order


def _rows(totals: QuerySet, order: NameOrder, of: str) -> tuple[list[Row], bool, bool]:
    """The rows, and whether there are some before and after them."""
    if order.letter:
        first, beyond = bounds(order.letter)
        totals = totals.filter(key__gte=first, key__lt=beyond)
    backwards = order.before is not None and order.after is None
    cursor = order.before if backwards else order.after
    falls = (order.sort == MOST) != backwards
    if cursor is not None:
        totals = totals.filter(_beyond(cursor, order.column, of, "lt" if falls else "gt"))
    sign = "-" if falls else ""
    found = totals.order_by(f"{sign}{order.column}", f"{sign}{of}")
    rows = [
        {"pictures": number, "key": key, "id": pk, "letter": letter_of_key(key)}
        for number, key, pk in found.values_list("pictures", "key", of)[: PAGE_SIZE + 1]
    ]
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        return rows[::-1], has_more, True
    return rows, cursor is not None, has_more


def _beyond(cursor: Cursor, column: str, of: str, side: str) -> Q:
    """The first half alone lets the index be used."""
    return Q(**{f"{column}__{side}e": cursor.value}) & (
        Q(**{f"{column}__{side}": cursor.value}) | Q(**{f"{of}__{side}": cursor.picture_id})
    )


def _place(row: Row, order: NameOrder) -> str:
    return str(Cursor(row[order.column], row["id"]))


def _letters_used(totals: QuerySet, home_id: int) -> Iterable[tuple[str, bool]]:
    """One look into the index a letter, all in one query."""
    columns = {}
    for number, letter in enumerate(LETTERS):
        first, beyond = bounds(letter)
        columns[f"letter_{number}"] = Exists(totals.filter(key__gte=first, key__lt=beyond))
    row = Page.objects.filter(pk=home_id).order_by().annotate(**columns)
    found = row.values_list(*columns).first() or (False,) * len(LETTERS)
    return zip(LETTERS, map(bool, found), strict=True)
