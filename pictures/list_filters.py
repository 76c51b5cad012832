"""What an address leaves of a list, and how each of these filters is taken away again.

A filter is a column of `Placement` that has an index, another list the picture must also stand in,
or a row beside it. Of a column several values may be asked for: a picture has one of them. Values
that this site does not know are ignored and told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.http import QueryDict
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Page

from pictures.colours import COLOURS
from pictures.formats import PictureFormat
from pictures.models import PersonPlacement, Placement, TagPlacement, Total, UsedLora

LONGEST = 200
MOST = 5  # values of one filter
LARGEST = 100_000  # px
# Each has an index with the newest order: one of them alone costs what the whole list costs.
INDEXED = ("model", "sampler", "format", "colour")
NAMES = ("topic", "by", "tag", *INDEXED, "lora", "min_size")
REPEATED = frozenset({"tag", *INDEXED})


@dataclass(frozen=True, slots=True)
class Scope:
    """The list itself: of all pictures, or of one of these. `home_id` is the site's home page."""

    home_id: int
    topic_id: int | None = None
    tag_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as asked for: `value` in the address, `word` for people, `key` of its row."""

    name: str
    value: str
    word: str
    key: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters of a list, those that its address was right about."""

    chosen: tuple[Filter, ...] = ()
    notices: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def __iter__(self) -> Iterator[Filter]:
        return iter(self.chosen)

    def named(self, name: str) -> list[Filter]:
        return [one for one in self.chosen if one.name == name]

    def without(self, gone: Filter) -> Filters:
        return replace(self, chosen=tuple(one for one in self.chosen if one != gone))

    def without_name(self, name: str) -> Filters:
        return replace(self, chosen=tuple(one for one in self.chosen if one.name != name))

    def query(self) -> list[tuple[str, str]]:
        return [(one.name, one.value) for one in self.chosen]


def driven(scope: Scope, filters: Filters) -> tuple[Scope, Filters]:
    """The smallest list that holds what is asked for, and what is left to filter there."""
    if scope.topic_id or scope.tag_id or scope.person_id:
        return scope, filters
    for name, key in (("topic", "topic_id"), ("by", "person_id"), ("tag", "tag_id")):
        for one in filters.named(name):
            return replace(scope, **{key: one.key}), filters.without(one)
    return scope, filters


def is_indexed(scope: Scope, filters: Filters, *, newest: bool) -> bool:
    """Whether an index hands over just these rows in their order, whatever the size."""
    scope, rest = driven(scope, filters)
    if not rest:
        return True
    side_list = scope.tag_id or scope.person_id
    return newest and not side_list and len(rest.chosen) == 1 and rest.chosen[0].name in INDEXED


def condition(scope: Scope, filters: Filters) -> Q:
    """Of the rows of the list of `scope`: those that pass."""
    columns: dict[str, str | int | list[str]] = {}
    found = Q()
    for name in INDEXED:
        values = [one.value for one in filters.named(name)]
        if len(values) == 1:
            columns[name] = values[0]
        elif values:
            columns[f"{name}__in"] = values
    for one in filters:
        if one.name in INDEXED:
            continue
        if one.name == "min_size":
            columns["shorter_side__gte"] = int(one.value)
        else:
            found &= Q(Exists(_standing_also(one)))
    if scope.tag_id or scope.person_id:
        if not columns:
            return found
        place = {f"picture__placements__{name}": value for name, value in columns.items()}
        return found & Q(picture__placements__topic_id=scope.home_id, **place)
    return found & Q(**columns)


def _standing_also(one: Filter):
    same = {"picture_id": OuterRef("picture_id")}
    if one.name == "topic":
        return Placement.objects.listed().filter(topic_id=one.key, **same)
    if one.name == "tag":
        return TagPlacement.objects.filter(tag_id=one.key, **same)
    if one.name == "by":
        return PersonPlacement.objects.filter(person_id=one.key, **same)
    return UsedLora.objects.filter(name=one.value, **same)


def read_filters(query: QueryDict, scope: Scope) -> Filters:
    """Never fails, and gives the same whatever the order of values. One query at most."""
    asked: dict[str, list[str]] = {}
    notices: list[str] = []
    for name in NAMES:
        values = _values(query, name)
        if len(values) > MOST:
            notices.append(_("Five values of a filter are the most; the others were left out."))
        asked[name] = sorted(values[:MOST])
    known = _known(asked, scope)
    chosen: list[Filter] = []
    for name, values in asked.items():
        for value in values:
            found = known.get((name, value))
            if found is None:
                notices.append(_unknown(name, value))
            elif found not in chosen:
                chosen.append(found)
    return Filters(tuple(chosen), tuple(dict.fromkeys(notices)))


def _values(query: QueryDict, name: str) -> list[str]:
    values = [unicodedata.normalize("NFC", value).strip() for value in query.getlist(name)]
    values = list(dict.fromkeys(value for value in values if value))
    return values if name in REPEATED else values[-1:]


def _unknown(name: str, value: str) -> str:
    words = {
        "topic": _("This topic is not known: %(value)s"),
        "by": _("This person is not known: %(value)s"),
        "tag": _("This tag is not known: %(value)s"),
        "model": _("No picture was made with this model: %(value)s"),
        "sampler": _("No picture was made with this sampler: %(value)s"),
        "format": _("This format is not known: %(value)s"),
        "colour": _("This colour is not known: %(value)s"),
        "lora": _("No picture was made with this LoRA: %(value)s"),
        "min_size": _("This is no size: %(value)s"),
    }
    shown = "".join(sign for sign in value[:60] if sign.isprintable())
    return words[name] % {"value": shown} + ". " + _("It was left out.")


def _known(asked: dict[str, list[str]], scope: Scope) -> dict[tuple[str, str], Filter]:
    """What this site knows of what is asked, by name and value."""
    asked = {name: [one for one in values if _is_text(one)] for name, values in asked.items()}
    known = {
        ("format", value): Filter("format", value, str(PictureFormat(value).label))
        for value in asked["format"]
        if value in PictureFormat.values
    }
    for value in asked["colour"]:
        if value in COLOURS:
            known["colour", value] = Filter("colour", value, colour_word(value))
    for value in asked["min_size"]:
        if value.isascii() and value.isdigit() and 0 < int(value[:9]) <= LARGEST:
            word = _("%(side)s px or more") % {"side": int(value)}
            known["min_size", value] = Filter("min_size", str(int(value)), word)
    questions = [*_rows_of(asked, scope), *_recipes(asked, scope)]
    if questions:
        # Of topics of one name the outermost, of people the first.
        for *_place, name, value, key, word in sorted(
            questions[0].union(*questions[1:], all=True), reverse=True
        ):
            known[name, value] = Filter(name, value, word, key)
    return known


def _is_text(value: str) -> bool:
    """PostgreSQL refuses zero bytes."""
    return len(value) <= LONGEST and "\x00" not in value


def _rows_of(asked: dict[str, list[str]], scope: Scope) -> Iterator[QuerySet[Any, Any]]:
    """Public topics of this site that hold pictures, people, tags: as `_columns` has them."""
    if asked["topic"] and not scope.topic_id:
        topics = Total.objects.filter(topic__slug__in=asked["topic"], pictures__gt=0)
        columns = _columns("topic", F("topic__slug"), F("pk"), F("topic__title"))
        yield topics.exclude(pk=scope.home_id).values_list(F("topic__depth"), *columns)
    if asked["by"] and not scope.person_id:
        people = get_user_model().objects.filter(public_name__in=asked["by"], is_active=True)
        columns = _columns("by", F("public_name"), F("pk"), F("public_name"))
        yield people.order_by().values_list(Value(0), *columns)
    if asked["tag"]:
        tags = Tag.objects.filter(slug__in=asked["tag"])
        columns = _columns("tag", F("slug"), F("pk"), F("name"))
        yield tags.order_by().values_list(Value(0), *columns)


def _recipes(asked: dict[str, list[str]], scope: Scope) -> Iterator[QuerySet[Any, Any]]:
    """A row for each model, sampler and LoRA that a public picture was made with."""
    places = Placement.objects.in_topic(scope.home_id).listed()
    for name in ("model", "sampler", "lora"):
        for value in asked[name]:
            rows = (
                UsedLora.objects.filter(name=value)
                if name == "lora"
                else places.filter(**{name: value})
            )
            word = Value(value, CharField())
            home = Page.objects.filter(Exists(rows), pk=scope.home_id).order_by()
            yield home.values_list(Value(0), *_columns(name, word, Value(0), word))


def _columns(name: str, value: Any, key: Any, word: Any) -> tuple[Any, ...]:
    return key, Value(name, CharField()), value, key, word


def colour_word(name: str) -> str:
    return {
        "red": _("Red"),
        "orange": _("Orange"),
        "yellow": _("Yellow"),
        "lime": _("Yellow-green"),
        "green": _("Green"),
        "teal": _("Teal"),
        "blue": _("Blue"),
        "indigo": _("Indigo"),
        "purple": _("Purple"),
        "pink": _("Pink"),
        "grey": _("Grey and white"),
        "black": _("Black"),
    }[name]


def label_of(name: str) -> str:
    return {
        "topic": _("Topic"),
        "by": _("Author"),
        "tag": _("Tag"),
        "model": _("Model"),
        "sampler": _("Sampler"),
        "lora": "LoRA",
        "format": _("Format"),
        "colour": _("Colour"),
        "min_size": _("Shorter side"),
    }[name]
