"""Lists of pictures: one query for the rows, one for their copies, whatever depth and length.

The whole list, in any order, and the newest of the list of all pictures with one filter of
`list_filters.INDEXED` come from an index each. Whatever else is asked gets `WIDE_SECONDS`, words
`WORDS_SECONDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest

from pictures.addresses import page_address
from pictures.composed import composed
from pictures.copies import CardSources, GridCopies, Key, grid_copies
from pictures.cursors import Cursor
from pictures.list_filters import Filters, Scope, condition, driven, is_indexed, read_filters
from pictures.list_orders import NEWEST, Order, Question, read_question
from pictures.list_words import Words, read_words
from pictures.models import PersonPlacement, Placement, RecipeVisibility, TagPlacement, Total
from pictures.site_lookup import home_id_of
from pictures.time_limits import TooSlowError, time_limit

PAGE_SIZE = 24
WIDE_SECONDS = 1.5
WORDS_SECONDS = 0.8  # after `searching.finding` had its share: the whole answer takes two at most

# What a card needs, and nothing that would build whole pages.
PICTURE_COLUMNS = (
    "title",
    "url_path",
    "alt_text",
    "author_name",
    "author__public_name",
    "format",
    "content_language",
    "image_id",
    "image__dominant_colour",
    "image__ai_generated",
)
COLUMNS = (
    *("picture_id", "listed_at", "popularity", "discussion"),
    *(f"picture__{name}" for name in PICTURE_COLUMNS),
)


# One value for pictures of one prompt; none where visitors may not read it.
SERIES = Case(
    When(picture__recipe_visibility=RecipeVisibility.PUBLIC, then=F("picture__recipe_key")),
    default=Value(""),
)
EVERYTHING = Q()

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
    likes: int = field(default=0, compare=False)  # changes often: not part of the drawn card
    comments: int = field(default=0, compare=False)
    series: str = field(default="", compare=False)  # the same for pictures of one shown prompt


@dataclass(slots=True)
class CardPage:
    """A page of a list; `notices` are sentences about parameters that were ignored.

    `copies` holds those of its cards and of what was asked for beside them. `total` is unknown
    where order or filters leave pictures out. `is_too_wide`: finding the pictures was given up.
    `words` are those it was searched for, `only` what they mean; of a search page they are the list
    itself, else `words_are_filter` among others.
    `whose` names somebody's own list in `only`.
    """

    cards: list[Card]
    order: Order
    total: int | None
    copies: GridCopies
    next_url: str | None = None
    previous_url: str | None = None
    notices: list[str] = field(default_factory=list)
    filters: Filters = field(default_factory=Filters)
    scope: Scope | None = None
    path: str = ""
    words: str = ""
    words_are_filter: bool = False
    only: Q = EVERYTHING
    whose: str = ""
    is_too_wide: bool = False

    @property
    def said(self) -> str:
        """What `only` stands for."""
        return f"{self.whose}: {self.words}" if self.whose else self.words

    @property
    def is_narrowed(self) -> bool:
        """Whether something else could be shown here by taking a choice back."""
        return bool(self.filters) or self.order.is_part or self.words_are_filter

    def address(self, order: Order | None = None, filters: Filters | None = None) -> str:
        """Of the beginning of this list in another order, or with other filters."""
        return self._address(order or self.order, self.filters if filters is None else filters)

    def without_words(self, order: Order | None = None, filters: Filters | None = None) -> str:
        """As `address`, of all pictures where words are a filter."""
        page = replace(self, words="") if self.words_are_filter else self
        return page.address(order, filters)

    def at(self, direction: str, row: Row) -> str:
        """Of the page `after` or `before` a row."""
        place = str(Cursor(row["place"], row["picture_id"]))
        return self._address(self.order, self.filters, (direction, place))

    def _address(self, order: Order, filters: Filters, *more: tuple[str, str]) -> str:
        said = [("q", self.words)] if self.words else []
        query = urlencode([*said, *filters.query(), *order.query().items(), *more])
        return f"{self.path}?{query}" if query else self.path


def browse(
    request: HttpRequest,
    *,
    topic_id: int,
    total: int | None,
    beside: Iterable[Key] = (),
    only: Q = EVERYTHING,
    words: str = "",
    usual: str = NEWEST,
    tag_id: int | None = None,
    person_id: int | None = None,
    page_size: int | None = None,
) -> CardPage:
    """The page of the list of `topic_id` that the request's address asks for. Two queries;
    one more where it has filters that name a row, three to five where it has words.

    With `tag_id` or `person_id` it is their list within the site, and `topic_id` the home page.
    `total` is the list's; copies of the images `beside` are looked up with those of the cards.
    `only` leaves some of the list's rows, those that hold `words`; each must match it once at most.
    Without it `q` is read here. `usual` is the sort where the address names none. Programs choose
    `page_size`; places in a list do not depend on it.
    """
    home_id = home_id_of(request)
    scope = Scope(home_id, None if topic_id == home_id else topic_id, tag_id, person_id)
    question = read_question(request.GET, usual=usual)
    filters = read_filters(request.GET, scope)
    asked = Words() if only else read_words(request, home_id)
    if asked.found is not None:
        only, words = asked.found.only, asked.found.asked.text
        total = asked.found.total if scope == Scope(home_id) else None
    order = question.order
    is_flat = (
        not only
        and order.is_indexed
        and is_indexed(scope, filters, newest=order.column == "listed_at")
    )
    rows: list[Row] = []
    has_previous = has_next = is_too_wide = False
    try:
        seconds = WORDS_SECONDS if only else WIDE_SECONDS
        with nullcontext() if is_flat else time_limit(seconds):
            rows, has_previous, has_next = _rows(
                scope, question, filters, only, page_size or PAGE_SIZE
            )
    except TooSlowError:
        is_too_wide = True
    copies = grid_copies([*keys(rows), *beside])
    page = CardPage(
        cards=cards(rows, copies),
        order=order,
        total=None if order.is_part or filters else total,
        copies=copies,
        notices=[*question.notices, *filters.notices, *asked.notices],
        filters=filters,
        scope=scope,
        path=request.path,
        words=words,
        words_are_filter=asked.found is not None,
        only=only,
        is_too_wide=is_too_wide,
    )
    if rows and has_next:
        page.next_url = page.at("after", rows[-1])
    if rows and has_previous:
        page.previous_url = page.at("before", rows[0])
    return page


def total(topic_id: int) -> int:
    """How many pictures the public sees in this list. One query."""
    rows = _totals(topic_id=topic_id)
    return rows[0][0] if rows else 0


@composed
def _totals(*, topic_id: int) -> QuerySet[Any]:
    return Total.objects.filter(pk=topic_id).values_list("pictures")


def newest(topic_id: int, *, limit: int, without: int | None = None) -> list[Row]:
    """Rows of the newest pictures of a list. One query."""
    rows = _newest(limit + 1, topic_id=topic_id)
    return [row for row in rows if row["picture_id"] != without][:limit]


@composed
def _newest(limit: int, *, topic_id: int) -> QuerySet[Any]:
    placements = Placement.objects.in_topic(topic_id).listed()
    return placements.order_by(*Order().by()).values(*COLUMNS)[:limit]


def most_liked(topic_id: int, *, limit: int) -> list[Row]:
    """Rows of the pictures of a list that were liked most. One query."""
    return _most_liked(limit, topic_id=topic_id)


@composed
def _most_liked(limit: int, *, topic_id: int) -> QuerySet[Any]:
    placements = Placement.objects.in_topic(topic_id).listed()
    return placements.order_by(*Order("likes").by()).values(*COLUMNS)[:limit]


@dataclass(frozen=True, slots=True)
class Neighbour:
    id: int
    url: str


def neighbours(
    topic_id: int, picture_id: int, listed_at: datetime
) -> tuple[Neighbour | None, Neighbour | None]:
    """The pictures before and after this one, newest first. One query."""
    previous = following = None
    found = _beside(topic_id=topic_id, picture_id=picture_id, listed_at=listed_at)
    for moment, pk, path in found:
        if (moment, pk) > (listed_at, picture_id):
            previous = Neighbour(pk, page_address(path))
        else:
            following = Neighbour(pk, page_address(path))
    return previous, following


@composed
def _beside(*, topic_id: int, picture_id: int, listed_at: datetime) -> QuerySet[Any]:
    listed = Placement.objects.in_topic(topic_id).listed()
    cursor = Cursor(listed_at, picture_id)
    order = Order()
    newer = listed.filter(order.beyond(cursor, backwards=True)).order_by(*order.by(backwards=True))
    older = listed.filter(order.beyond(cursor)).order_by(*order.by())
    beside = Q(pk=Subquery(newer.values("pk")[:1])) | Q(pk=Subquery(older.values("pk")[:1]))
    found = Placement.objects.filter(beside)
    return found.values_list("listed_at", "picture_id", "picture__url_path")


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
            author=row["picture__author_name"] or row["picture__author__public_name"] or "",
            format=row["picture__format"],
            colour=row["picture__image__dominant_colour"],
            ai_generated=row["picture__image__ai_generated"],
            language=row["picture__content_language"],
            sources=copies[row["picture__image_id"], row["picture__format"]],
            likes=row.get("popularity", 0),
            comments=row.get("discussion", 0),
            series=row.get("series", ""),
        )
        for row in rows
    ]


def _rows(
    scope: Scope, question: Question, filters: Filters, only: Q, page_size: int
) -> tuple[list[Row], bool, bool]:
    """The rows in display order, and whether there are some before and after them."""
    order = question.order
    backwards = question.before is not None and question.after is None
    cursor = question.before if backwards else question.after
    if filters or only or order.is_part:
        places = listed(scope, filters).filter(order.members(), only)
        rows = list(_ordered(places, order, backwards, cursor)[: page_size + 1])
    else:
        rows = _flat_rows(scope, order, backwards, cursor, page_size)
    has_more = len(rows) > page_size
    rows = rows[:page_size]
    if backwards:
        return rows[::-1], has_more, True
    return rows, cursor is not None, has_more


def _ordered(
    places: QuerySet[Any], order: Order, backwards: bool, cursor: Cursor | None
) -> QuerySet[Any]:
    if cursor is not None:
        places = places.filter(order.beyond(cursor, backwards=backwards))
    found = places.order_by(*order.by(backwards=backwards))
    return found.values(*COLUMNS, place=F(order.column), series=SERIES)


def _flat_rows(
    scope: Scope, order: Order, backwards: bool, cursor: Cursor | None, page_size: int
) -> list[Row]:
    """Of a list without filters: the same few queries all the time."""
    scoped = {name: value for name, value in asdict(scope).items() if value is not None}
    placed = {"value": cursor.value, "picture_id": cursor.picture_id} if cursor else {}
    return _flat(tuple(scoped), order, backwards, page_size, **scoped, **placed)


@composed
def _flat(
    names: tuple[str, ...], order: Order, backwards: bool, page_size: int, **values: Any
) -> QuerySet[Any]:
    scope = Scope(**{name: values[name] for name in names})
    cursor = Cursor(values["value"], values["picture_id"]) if "value" in values else None
    return _ordered(listed(scope, Filters()), order, backwards, cursor)[: page_size + 1]


def listed(scope: Scope, filters: Filters) -> QuerySet[Any]:
    """The rows of a list that pass, each picture once."""
    scope, rest = driven(scope, filters)
    rows: QuerySet[Any]
    if scope.tag_id:
        rows = TagPlacement.objects.filter(home_id=scope.home_id, tag_id=scope.tag_id)
    elif scope.person_id:
        rows = PersonPlacement.objects.filter(home_id=scope.home_id, person_id=scope.person_id)
    else:
        rows = Placement.objects.in_topic(scope.topic_id or scope.home_id).listed()
    return rows.filter(condition(scope, rest))
