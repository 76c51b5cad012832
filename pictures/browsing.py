"""Lists of pictures: one query for the rows, one for their copies, whatever depth and length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from pictures.addresses import page_address
from pictures.copies import CardSources, GridCopies, Key, grid_copies
from pictures.cursors import Cursor, CursorError
from pictures.models import Placement, Total

PAGE_SIZE = 24
SORTS = ("newest", "oldest")

# What a card needs, and nothing that would build whole pages.
PICTURE_COLUMNS = (
    "title",
    "url_path",
    "alt_text",
    "author_name",
    "author__username",
    "format",
    "content_language",
    "image_id",
    "image__dominant_colour",
    "image__ai_generated",
)
COLUMNS = ("picture_id", "listed_at", *(f"picture__{name}" for name in PICTURE_COLUMNS))


Row = dict[str, Any]  # one placement: `COLUMNS`


@dataclass(frozen=True, slots=True)
class Card:
    """One picture in a list."""

    id: int
    title: str
    url: str
    alt: str
    author: str
    format: str
    colour: str
    ai_generated: bool
    language: str
    sources: CardSources = field(hash=False)  # compared, but too long to be hashed each time
    seed: int | None = None


@dataclass(slots=True)
class CardPage:
    """A page of a list; `notices` are sentences about parameters that were ignored.

    `copies` holds those of its cards and of what was asked for beside them.
    """

    cards: list[Card]
    sort: str
    total: int
    copies: GridCopies
    next_url: str | None = None
    previous_url: str | None = None
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks of a list."""

    sort: str
    after: Cursor | None
    before: Cursor | None
    notices: tuple[str, ...]


def read_question(query: QueryDict) -> Question:
    """Never fails: what is unknown or malformed is ignored and told."""
    notices = []
    sort = query.get("sort", SORTS[0])
    if sort not in SORTS:
        notices.append(_("This order is not known; the newest come first."))
        sort = SORTS[0]
    cursors = {}
    for name in ("after", "before"):
        try:
            text = query.get(name)
            cursors[name] = Cursor.parse(text) if text else None
        except CursorError:
            notices.append(_("This place in the list is not known; you see its beginning."))
            cursors[name] = None
    return Question(sort, cursors["after"], cursors["before"], tuple(notices))


def browse(
    request: HttpRequest, *, topic_id: int, total: int, beside: Iterable[Key] = ()
) -> CardPage:
    """The page of the list of `topic_id` that the request's address asks for. Two queries.

    `total` is the list's; copies of the images `beside` are looked up with those of the cards.
    """
    question = read_question(request.GET)
    rows, has_previous, has_next = _rows(topic_id, question)
    copies = grid_copies([*keys(rows), *beside])
    page = CardPage(
        cards=cards(rows, copies),
        sort=question.sort,
        total=total,
        copies=copies,
        notices=list(question.notices),
    )
    if rows and has_next:
        page.next_url = _address(request, question.sort, "after", rows[-1])
    if rows and has_previous:
        page.previous_url = _address(request, question.sort, "before", rows[0])
    return page


def total(topic_id: int) -> int:
    """How many pictures the public sees in this list. One query."""
    return Total.objects.filter(pk=topic_id).values_list("pictures", flat=True).first() or 0


def newest(topic_id: int, *, limit: int, without: int | None = None) -> list[Row]:
    """Rows of the newest pictures of a list. One query."""
    placements = Placement.objects.in_topic(topic_id).listed()
    rows = list(placements.order_by("-listed_at", "-picture_id").values(*COLUMNS)[: limit + 1])
    return [row for row in rows if row["picture_id"] != without][:limit]


def neighbours(
    topic_id: int, picture_id: int, listed_at: datetime
) -> tuple[str | None, str | None]:
    """Addresses of the pictures before and after this one, newest first. One query."""
    listed = Placement.objects.in_topic(topic_id).listed()
    cursor = Cursor(listed_at, picture_id)
    newer = listed.filter(_beyond(cursor, newer=True)).order_by("listed_at", "picture_id")
    older = listed.filter(_beyond(cursor, newer=False)).order_by("-listed_at", "-picture_id")
    beside = Q(pk=Subquery(newer.values("pk")[:1])) | Q(pk=Subquery(older.values("pk")[:1]))
    previous = following = None
    found = Placement.objects.filter(beside)
    for moment, pk, path in found.values_list("listed_at", "picture_id", "picture__url_path"):
        if (moment, pk) > (listed_at, picture_id):
            previous = page_address(path)
        else:
            following = page_address(path)
    return previous, following


def keys(rows: list[Row]) -> list[Key]:
    """What `cards` needs copies of."""
    return [(row["picture__image_id"], row["picture__format"]) for row in rows]


def cards(rows: list[Row], copies: GridCopies) -> list[Card]:
    """Cards of placement rows (`COLUMNS`), in their order."""
    return [
        Card(
            id=row["picture_id"],
            title=row["picture__title"],
            url=page_address(row["picture__url_path"]),
            alt=row["picture__alt_text"],
            author=row["picture__author_name"] or row["picture__author__username"] or "",
            format=row["picture__format"],
            colour=row["picture__image__dominant_colour"],
            ai_generated=row["picture__image__ai_generated"],
            language=row["picture__content_language"],
            sources=copies[row["picture__image_id"], row["picture__format"]],
        )
        for row in rows
    ]


def _rows(topic_id: int, question: Question) -> tuple[list[Row], bool, bool]:
    """The rows in display order, and whether there are some before and after them."""
    backwards = question.before is not None and question.after is None
    cursor = question.before if backwards else question.after
    newest_first = (question.sort == "newest") != backwards
    placements = Placement.objects.in_topic(topic_id).listed()
    if cursor is not None:
        placements = placements.filter(_beyond(cursor, newer=not newest_first))
    order = ("-listed_at", "-picture_id") if newest_first else ("listed_at", "picture_id")
    rows = list(placements.order_by(*order).values(*COLUMNS)[: PAGE_SIZE + 1])
    has_more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        return rows[::-1], has_more, True
    return rows, cursor is not None, has_more


def _beyond(cursor: Cursor, *, newer: bool) -> Q:
    """Rows after `cursor` in one direction. The first half alone lets the index be used."""
    if newer:
        return Q(listed_at__gte=cursor.value) & (
            Q(listed_at__gt=cursor.value) | Q(picture_id__gt=cursor.picture_id)
        )
    return Q(listed_at__lte=cursor.value) & (
        Q(listed_at__lt=cursor.value) | Q(picture_id__lt=cursor.picture_id)
    )


def _address(request: HttpRequest, sort: str, direction: str, row: Row) -> str:
    query = QueryDict(mutable=True)
    if sort != SORTS[0]:
        query["sort"] = sort
    query[direction] = str(Cursor(row["listed_at"], row["picture_id"]))
    return f"{request.path}?{query.urlencode()}"
