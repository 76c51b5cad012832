"""The pictures on somebody's page: their own, and those they like, the latest like first."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.models import Like
from pictures import browsing
from pictures.browsing import CardPage
from pictures.copies import grid_copies
from pictures.cursors import Cursor
from pictures.list_filters import Scope, read_filters
from pictures.list_orders import Order, Question, read_question
from pictures.list_words import read_words
from pictures.models import PicturePage, Placement
from pictures.time_limits import TooSlowError, time_limit

PAGE_SIZE = browsing.PAGE_SIZE


def works_of(user_id: int, home_id: int) -> QuerySet[PicturePage]:
    """Listed pictures of an author, under their own name.

    Begins with the author's pictures, found by their index: sorted placements might all have to be
    visited before a few are found.
    """
    place = Placement.objects.in_topic(home_id).listed().filter(picture_id=OuterRef("pk"))
    return (
        PicturePage.objects.filter(author_id=user_id, author_name="")
        .annotate(listed_at=Subquery(place.values("listed_at")[:1]))
        .filter(listed_at__isnull=False)
    )


def works_page(request: HttpRequest, user_id: int, home_id: int, total: int) -> CardPage:
    """The page of them that the address asks for, sorted and filtered as every list."""
    return browsing.browse(request, topic_id=home_id, person_id=user_id, total=total)


@dataclass(frozen=True, slots=True)
class LikeOrder(Order):
    """By when the likes were given; `period` is of publishing, as in every list."""

    columns: ClassVar[Mapping[str, str]] = {"newest": "created_at", "oldest": "created_at"}

    def words(self) -> dict[str, str]:
        return {"newest": _("Latest like"), "oldest": _("First like")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of somebody's likes: those of pictures in `places`, a page of them."""

    user_id: int
    places: QuerySet[Placement]
    question: Question

    @property
    def is_backwards(self) -> bool:
        return self.question.before is not None and self.question.after is None

    @property
    def cursor(self) -> Cursor | None:
        return self.question.before if self.is_backwards else self.question.after

    def found(self) -> tuple[list[browsing.Row], bool]:
        """Rows of `browsing.COLUMNS` in display order, and whether there are more beyond them."""
        order = self.question.order
        likes = Like.objects.filter(
            Exists(self.places.filter(picture_id=OuterRef("picture_id"))), user_id=self.user_id
        )
        if self.cursor is not None:
            likes = likes.filter(order.beyond(self.cursor, backwards=self.is_backwards))
        sorted_likes = likes.order_by(*order.by(backwards=self.is_backwards))
        moments = dict(sorted_likes.values_list("picture_id", "created_at")[: PAGE_SIZE + 1])
        rows = {
            row["picture_id"]: row
            for row in self.places.filter(picture_id__in=list(moments)).values(*browsing.COLUMNS)
        }
        shown = list(moments.items())[:PAGE_SIZE]
        if self.is_backwards:
            shown.reverse()
        page = [{**rows[pk], "place": moment} for pk, moment in shown if pk in rows]
        return page, len(moments) > PAGE_SIZE


def liked_page(request: HttpRequest, user_id: int, home_id: int) -> CardPage:
    """What this person likes and the public sees, the latest like first, filtered as every list.

    Three queries; one more where it has filters that name a row, three to five where it has words.
    """
    scope = Scope(home_id)
    question = read_question(request.GET, kind=LikeOrder)
    filters = read_filters(request.GET, scope)
    asked = read_words(request, home_id)
    words = asked.found.only if asked.found else Q()
    places = browsing.listed(scope, filters).filter(question.order.members(), words)
    wanted = Asked(user_id, places, question)
    rows: list[browsing.Row] = []
    has_more = is_too_wide = False
    is_narrowed = bool(filters or asked.found or question.order.is_part)
    try:
        with time_limit(browsing.WIDE_SECONDS) if is_narrowed else nullcontext():
            rows, has_more = wanted.found()
    except TooSlowError:
        is_too_wide = True
    copies = grid_copies(browsing.keys(rows))
    page = CardPage(
        cards=browsing.cards(rows, copies),
        order=question.order,
        total=None,
        copies=copies,
        notices=[*question.notices, *filters.notices, *asked.notices],
        filters=filters,
        scope=scope,
        path=request.path,
        words=asked.found.asked.text if asked.found else "",
        words_are_filter=asked.found is not None,
        only=words & _liked_by(user_id),
        whose=f"likes of {user_id}",
        is_too_wide=is_too_wide,
    )
    if rows and (has_more or wanted.is_backwards):
        page.next_url = page.at("after", rows[-1])
    if rows and (has_more if wanted.is_backwards else wanted.cursor is not None):
        page.previous_url = page.at("before", rows[0])
    return page


def _liked_by(user_id: int) -> Q:
    return Q(Exists(Like.objects.filter(user_id=user_id, picture_id=OuterRef("picture_id"))))
