"""Which pictures of a list hold what somebody asked for.

    found = find("노을 -도시", home_id)
    page = browsing.browse(request, topic_id=home_id, total=found.total, only=found.only)

A list is never sorted by how well a picture fits: it keeps its own order and its own cursors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from pictures.models import (
    Placement,
    SearchPosting,
    SearchTerm,
    SearchText,
    TermKind,
    Total,
)
from pictures.searching.asking import Asked, Part, read
from pictures.searching.documents import user_token
from pictures.searching.words import asked_tokens, name_key
from pictures.time_limits import TooSlowError, time_limit

COUNTED = 1000  # hits; beyond that a list is walked instead of filled
SECONDS = 0.3  # for counting; a list has a limit of its own
_MOST_NAMES = 50  # models, authors or topics that one word may mean
NOTHING = Q(pk__in=[])

_NAMED = {"tag": TermKind.TAG, "model": TermKind.MODEL, "by": TermKind.AUTHOR}


@dataclass(frozen=True, slots=True)
class Found:
    """`only` is of placements; `total` is exact, or None where there are more than `COUNTED`."""

    asked: Asked
    only: Q
    total: int | None

    @property
    def is_empty(self) -> bool:
        return self.total == 0


@dataclass(frozen=True, slots=True)
class Term:
    """What the index knows of a token."""

    pk: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A question to rows with a `picture_id`; `driver` are terms of which a hit holds one."""

    q: Q
    driver: frozenset[int] = frozenset()
    size: int = 0


class NoneCanMatch(Exception):  # noqa: N818 - no error: an answer
    """The index does not know a word that must be there."""


def find(text: str, home_id: int) -> Found:
    """What `text` means for the list of all pictures. Two to four queries.

    Rows of lists (placements, and others with a `picture_id`) are hits where `only` holds.
    """
    asked = read(text)
    if not asked:
        return Found(asked, NOTHING, 0)
    try:
        conditions = Lookup(asked).conditions()
    except NoneCanMatch:
        return Found(asked, NOTHING, 0)
    only = Q()
    for condition in conditions:
        only &= condition.q
    driven = [condition for condition in conditions if condition.driver]
    if not driven:
        return Found(asked, only, None)
    rarest = min(driven, key=lambda condition: condition.size)
    ids = _hits(only, rarest, home_id)
    if ids is None:
        return Found(asked, only, None)
    return Found(asked, Q(picture_id__in=ids) if ids else NOTHING, len(ids))


def _hits(only: Q, rarest: Condition, home_id: int) -> list[int] | None:
    """All pictures of the list that are hits; None where they are many, or take long to find."""
    listed = Placement.objects.in_topic(home_id).listed().filter(picture_id=OuterRef("picture_id"))
    hits = SearchPosting.objects.filter(only, Exists(listed), term_id__in=rarest.driver)
    try:
        with time_limit(SECONDS):
            found = hits.order_by().values_list("picture_id", flat=True).distinct()
            ids = list(found[: COUNTED + 1])
    except TooSlowError:
        return None
    return ids if len(ids) <= COUNTED else None


class Lookup:
    """From the parts of a question to conditions; asks for all its words at once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.names = {part: self._name_query(part) for part in asked.parts if part.field in _NAMED}
        self.users = _users(asked)
        self.terms, self.named = self._read()

    def conditions(self) -> list[Condition]:
        """Raises `NoneCanMatch`."""
        found = []
        for part in self.asked.parts:
            condition = self._condition(part)
            if part.negative:
                if condition is not None:
                    found.append(Condition(~condition.q))
            elif condition is None:
                raise NoneCanMatch
            else:
                found.append(condition)
        return found

    def _condition(self, part: Part) -> Condition | None:
        """None where nothing can match."""
        if part.field == "topic":
            return _in_topics(part)
        if part.field == "seed":
            return self._holds_one(self._known([f"s.{int(part.value)}"]))
        if part.field:
            terms = [*self.named[part], *self._known(self._user_tokens(part))]
            return self._holds_one(terms)
        written = self._written(part)
        by = self._holds_one(self._known(self._user_tokens(part)))
        if written is None or by is None:
            return written or by
        return Condition(Q(written.q | by.q), written.driver | by.driver, written.size + by.size)

    def _written(self, part: Part) -> Condition | None:
        """The words themselves: all their tokens, and where those are no proof, the text."""
        apart = part.written_apart
        q, rarest = Q(), None
        for run in part.runs:
            for tokens in asked_tokens(run, written_apart=apart):
                condition = self._holds_one(self._known(tokens))
                if condition is None:
                    return None
                q &= condition.q
                if rarest is None or condition.size < rarest.size:
                    rarest = condition
        if part.needles:
            q &= _text_holds(part.needles)
        return Condition(q, rarest.driver, rarest.size) if rarest else None

    def _holds_one(self, terms: list[Term]) -> Condition | None:
        if not terms:
            return None
        ids = [term.pk for term in terms]
        held = SearchPosting.objects.filter(picture_id=OuterRef("picture_id"), term_id__in=ids)
        return Condition(Q(Exists(held)), frozenset(ids), sum(term.pictures for term in terms))

    def _known(self, tokens: Iterable[str]) -> list[Term]:
        return [self.terms[token] for token in tokens if token in self.terms]

    def _user_tokens(self, part: Part) -> list[str]:
        return [user_token(pk) for pk in self.users.get(name_key(part.value), ())]

    def _name_query(self, part: Part) -> Q:
        key = name_key(part.value)
        # A model is known by a part of its file name; tags and people by all of theirs.
        how = {"key__contains": key} if part.field == "model" else {"key": key}
        return Q(kind=_NAMED[part.field], **how)

    def _read(self) -> tuple[dict[str, Term], dict[Part, list[Term]]]:
        """All words in one query; where operators name something, these in another."""
        tokens = {
            token
            for part in self.asked.parts
            for token in (*_tokens(part), *self._user_tokens(part))
        }
        rows = SearchTerm.objects.filter(token__in=tokens)
        terms = {
            token: Term(pk, number)
            for token, pk, number in rows.values_list("token", "pk", "pictures")
        }
        return terms, self._named()

    def _named(self) -> dict[Part, list[Term]]:
        found: dict[Part, list[Term]] = {part: [] for part in self.names}
        if not found:
            return found
        wanted = Q()
        for query in self.names.values():
            wanted |= query
        rows = SearchTerm.objects.filter(wanted).order_by("-pictures", "pk")
        columns = rows.values_list("pk", "pictures", "kind", "key")
        for pk, number, kind, key in columns[: _MOST_NAMES * len(found)]:
            for part, terms in found.items():
                if kind == _NAMED[part.field] and _is_named(part, key):
                    terms.append(Term(pk, number))
        return found


def _tokens(part: Part) -> list[str]:
    if part.field == "seed":
        return [f"s.{int(part.value)}"]
    if part.field:
        return []
    apart = part.written_apart
    return [
        token
        for run in part.runs
        for tokens in asked_tokens(run, written_apart=apart)
        for token in tokens
    ]


def _is_named(part: Part, key: str) -> bool:
    """Compared here: to some databases é is e."""
    asked = name_key(part.value)
    return asked in key if part.field == "model" else asked == key


def _text_holds(needles: list[str]) -> Q:
    one = Q()
    for needle in needles:
        one |= Q(text__contains=needle)
    return Q(Exists(SearchText.objects.filter(one, picture_id=OuterRef("picture_id"))))


def _users(asked: Asked) -> dict[str, list[int]]:
    """Ids of accounts by the key of the public name that a part may be. One query."""
    parts = [part for part in asked.parts if part.field in {"", "by"}]
    keys = {name_key(part.value) for part in parts}
    names = {form for part in parts for form in (part.value, part.value.strip())}
    wanted = Q()
    for name in names:
        wanted |= Q(public_name__iexact=name)
    if not names:
        return {}
    users = get_user_model().objects.filter(wanted, is_active=True)
    found: dict[str, list[int]] = {}
    for pk, name in users.values_list("pk", "public_name")[:_MOST_NAMES]:
        if name_key(name) in keys:
            found.setdefault(name_key(name), []).append(pk)
    return found


def _in_topics(part: Part) -> Condition | None:
    """Hanging in a topic of this title or address; one that is not public lists nothing."""
    wanted = part.value.strip()
    topics = Page.objects.filter(
        Q(title__iexact=wanted) | Q(slug__iexact=wanted),
        Exists(Total.objects.filter(pk=OuterRef("pk"), pictures__gt=0)),
        live=True,
        depth__gt=2,
    )
    ids = list(topics.order_by("pk").values_list("pk", flat=True)[:_MOST_NAMES])
    if not ids:
        return None
    hung = Placement.objects.listed().filter(topic_id__in=ids, picture_id=OuterRef("picture_id"))
    return Condition(Q(Exists(hung)))
