"""Comments ready to be printed: their rows with what they are printed with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.storage import storages
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from community.comment_policy import nearest
from community.comment_text import drawn
from community.models import Ban, Comment, CommentPolicy, CommentState, Mention, PageRules
from community.people import AVATAR_SPEC, NOBODY, Person, person_address
from pictures.models import GalleryRendition, PicturePage, Sensitivity
from pictures.visibility import ancestor_paths
from topics.models import TopicPage

VISIBLE = CommentState.VISIBLE
COLUMNS = (
    *("id", "parent_id", "author_id", "state", "text", "created_at", "edited_at"),
    *("nickname", "hidden_at", "avatar", "banned"),
)

Row = dict[str, Any]  # one comment: `COLUMNS`


@dataclass(frozen=True, slots=True)
class Said:
    """One comment, ready to be printed; `typed` is what its author wrote, `mentions` the addresses
    of those it names.
    """

    id: int
    thread_id: int
    state: str
    author: Person
    badge: str
    text: SafeString
    created_at: datetime
    is_edited: bool
    typed: str = ""
    mentions: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_visible(self) -> bool:
        return self.state == VISIBLE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What comments are printed with: whom they name, who curates, what the rules say."""

    mentions: Mapping[int, dict[str, str]]
    curators: frozenset[int]
    policy: CommentPolicy


def columns(comments: QuerySet[Comment], *more: str) -> QuerySet[Comment, Row]:
    """What `said` needs of each."""
    copies = GalleryRendition.objects.filter(
        image_id=OuterRef("author__profile__image_id"),
        filter_spec=AVATAR_SPEC,
        image__sensitivity=Sensitivity.NONE,
    )
    banned = Ban.objects.in_force().filter(user_id=OuterRef("author_id"))
    return comments.annotate(
        nickname=F("author__profile__nickname"),
        hidden_at=F("author__profile__hidden_at"),
        avatar=Subquery(copies.order_by("-pk").values("file")[:1]),
        banned=Exists(banned),
    ).values(*COLUMNS, *more)


def said(row: Row, found: Surroundings, author_id: int | None, *, to_all: bool = True) -> Said:
    """`row` ready to be printed; `author_id` is the picture's author.

    `to_all`: of one that visitors may not read, neither words nor author are told.
    """
    is_told = row["state"] == VISIBLE or not to_all
    return Said(
        id=row["id"],
        thread_id=row["parent_id"] or row["id"],
        state=row["state"],
        author=_person(row) if is_told else NOBODY,
        badge=_badge(row["author_id"], found, author_id) if is_told else "",
        text=drawn(row["text"] if is_told else "", found.mentions.get(row["id"], {})),
        created_at=row["created_at"],
        is_edited=row["edited_at"] is not None,
        typed=row["text"] if is_told else "",
        mentions=found.mentions.get(row["id"], {}) if is_told else {},
    )


def _badge(user_id: int | None, found: Surroundings, author_id: int | None) -> str:
    if user_id is None:
        return ""
    if user_id == author_id:
        return pgettext("badge", "Author")
    return pgettext("badge", "Curator") if user_id in found.curators else ""


def _person(row: Row) -> Person:
    """Nobody for who has left or is about to; a banned member has no page."""
    if not row["nickname"] or row["hidden_at"]:
        return NOBODY
    url = "" if row["banned"] else person_address(row["nickname"])
    avatar = storages["default"].url(row["avatar"]) if row["avatar"] else ""
    return Person(row["author_id"], row["nickname"], url, avatar)


def surroundings(comment_ids: Iterable[int], picture: PicturePage) -> Surroundings:
    """One query of three parts: what each has to tell is a handful of rows."""
    paths = ancestor_paths(picture.path)
    names = Mention.objects.filter(comment_id__in=list(comment_ids), user__profile__hidden_at=None)
    rules = PageRules.objects.filter(page__path__in=paths)
    curators = TopicPage.curators.through.objects.filter(topicpage__path__in=paths)
    rows = names.values_list(
        *(_word("mention"), F("comment_id"), F("nickname"), F("user__profile__nickname"))
    ).union(
        rules.values_list(_word("rule"), F("page_id"), F("comments"), F("page__path")),
        curators.values_list(_word("curator"), F("user_id"), _word(""), _word("")),
        all=True,
    )
    mentions: dict[int, dict[str, str]] = {}
    policies: list[tuple[str, str]] = []
    curates: set[int] = set()
    for kind, number, first, second in rows:
        if kind == "mention" and second:
            mentions.setdefault(number, {})[first] = person_address(second)
        elif kind == "rule":
            policies.append((second, first))
        elif kind == "curator":
            curates.add(number)
    return Surroundings(mentions, frozenset(curates), nearest(policies))


def _word(text: str) -> Value:
    return Value(text, CharField())


def told(comments: QuerySet[Comment], picture: PicturePage) -> list[tuple[Row, Said]]:
    """These comments with all they say, in their order, for who may read them. Two queries."""
    rows = list(columns(comments))
    found = surroundings([row["id"] for row in rows], picture) if rows else None
    return [(row, said(row, found, picture.author_id, to_all=False)) for row in rows if found]


def draw(comments: QuerySet[Comment], picture: PicturePage) -> list[dict[str, object]]:
    """`{"id", "thread", "state", "html"}` of each, in their order, for their author. Two queries.

    `thread` is the comment a reply stands below, else null.
    """
    drawn = []
    for row, one in told(comments, picture):
        context = {"said": one, "picture_id": picture.pk, "is_open": True}
        drawn.append(
            {
                "id": one.id,
                "thread": row["parent_id"],
                "state": one.state,
                "html": render_to_string("community/_comment.html", context),
            }
        )
    return drawn
