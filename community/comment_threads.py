"""The comments of a picture as its page prints them, the same for everyone: two queries.

Threads stand newest first, their replies oldest first. A page holds `THREADS` of them with their
first `REPLIES`; the rest is reached by addresses that begin after a comment's id, so that a page
costs the same at any depth. `?comments_thread=` shows one thread with many of its replies.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import QueryDict
from django.utils.translation import gettext as _

from community.comment_rows import VISIBLE, Row, Said, Surroundings, columns, said, surroundings
from community.models import Comment, CommentPolicy
from pictures.models import PicturePage

THREADS = 20
REPLIES = 3
REPLIES_OF_ONE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """Which comments an address asks for."""

    after: int | None = None
    thread: int | None = None
    replies_after: int = 0
    notices: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> Question:
        """Never fails: what is malformed is ignored and told."""
        numbers: dict[str, int | None] = {}
        notices = []
        for name in ("comments_after", "comments_thread", "replies_after"):
            text = query.get(name, "")
            is_number = text.isascii() and text.isdigit() and len(text) < 19
            numbers[name] = int(text) if is_number else None
            if text and not is_number:
                notices.append(_("This place among the comments is not known."))
        return cls(
            numbers["comments_after"],
            numbers["comments_thread"],
            numbers["replies_after"] or 0,
            tuple(notices[:1]),
        )


@dataclass(slots=True)
class Thread:
    top: Said
    replies: list[Said] = field(default_factory=list)
    more: int = 0  # replies that are not here
    more_after: int = 0


@dataclass(slots=True)
class Threads:
    """A page of comments. `next_after` and `is_part` tell what else there is."""

    threads: list[Thread]
    policy: CommentPolicy
    next_after: int | None = None
    is_part: bool = False
    notices: tuple[str, ...] = ()


def threads_of(*, picture: PicturePage, question: Question) -> Threads:
    """The comments that `question` asks for. Two queries."""
    rows = list(columns(_asked(picture.pk, question), "place", "siblings"))
    tops = [row for row in reversed(rows) if row["parent_id"] is None]
    has_more = len(tops) > THREADS
    tops = tops[:THREADS]
    found = surroundings([row["id"] for row in rows], picture)
    replies: dict[int, list[Row]] = {row["id"]: [] for row in tops}
    for row in rows:
        if row["parent_id"] in replies:
            replies[row["parent_id"]].append(row)
    return Threads(
        [_thread(row, replies[row["id"]], found, picture.author_id) for row in tops],
        found.policy,
        next_after=tops[-1]["id"] if has_more else None,
        is_part=question.thread is not None or question.after is not None,
        notices=question.notices,
    )


def _thread(top: Row, replies: list[Row], found: Surroundings, author_id: int | None) -> Thread:
    thread = Thread(said(top, found, author_id))
    thread.replies = [said(row, found, author_id) for row in replies]
    if replies:
        thread.more = replies[-1]["siblings"] - replies[-1]["place"]
        thread.more_after = replies[-1]["id"]
    return thread


def _asked(picture_id: int, question: Question) -> QuerySet[Comment]:
    """Tops and their replies. A top that cannot be read stays while a reply of it can be."""
    ours = Comment.objects.filter(picture_id=picture_id)
    tops = shown_tops()
    replies, most = Q(parent__isnull=False, state=VISIBLE), REPLIES
    if question.thread is not None:
        tops &= Q(pk=question.thread)
        replies &= Q(parent_id=question.thread, pk__gt=question.replies_after)
        most = REPLIES_OF_ONE
    else:
        if question.after is not None:
            tops &= Q(pk__lt=question.after)
            replies &= Q(parent_id__lt=question.after)
        # The first of the page after this one: MariaDB takes no limit inside IN.
        beyond = ours.filter(tops).order_by("-pk").values("pk")[THREADS : THREADS + 1]
        last = Coalesce(Subquery(beyond), Value(0))
        tops &= Q(pk__gte=last)
        replies &= Q(parent_id__gte=last)
    windows = {
        "place": Window(RowNumber(), partition_by=[F("parent_id")], order_by=F("pk").asc()),
        "siblings": Window(Count("pk"), partition_by=[F("parent_id")]),
    }
    wanted = ours.filter(tops | replies).annotate(**windows)
    return wanted.filter(Q(parent=None) | Q(place__lte=most)).order_by("pk")


def shown_tops() -> Q:
    answered = Comment.objects.filter(parent_id=OuterRef("pk"), state=VISIBLE)
    return Q(Q(state=VISIBLE) | Q(Exists(answered)), parent=None)
