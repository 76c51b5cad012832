"""The sections of the landing page, gathered so that their number costs hardly a query more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from home.blocks import WALL
from pictures import browsing
from pictures.copies import grid_copies
from pictures.list_orders import Order
from pictures.models import Placement
from pictures.stacks import enough
from topics.blocks import Part, expanded, parts_of, plain, public_rows
from topics.listing import PickedTopics

if TYPE_CHECKING:
    from home.models import HomePage

PLAIN_WALL: Part = {"type": "wall", "value": {"order": "newest", "number": WALL}}


def compose(page: HomePage) -> list[dict[str, Any]]:
    """What stands below the house's words; sections without anything to show are left out.

    A query for each wall, one for all chosen pictures, two for all chosen topics, one for copies.
    """
    parts = parts_of(page.body) or [PLAIN_WALL]
    walls = {place: _wall(page.pk, part["value"]) for place, part in _of(parts, "wall")}
    chosen = public_rows(_ids(parts, "pictures"), page.pk)
    picked = PickedTopics(topic_ids) if (topic_ids := _ids(parts, "topics")) else None
    rows = [*(row for wall in walls.values() for row in wall), *chosen.values()]
    copies = grid_copies([*browsing.keys(rows), *(picked.keys if picked else [])])
    topics = picked.cards(copies) if picked else {}
    texts = iter(expanded([_said(part["value"], "text") for _, part in _of(parts, "text")]))
    sections = []
    for place, part in enumerate(parts):
        kind, value = part["type"], part["value"]
        section: dict[str, Any] = {"type": kind, "heading": _said(value, "heading")}
        if kind == "wall":
            section["cards"] = browsing.cards(walls[place], copies)
            section["query"] = _order(value).query()
        elif kind == "pictures":
            found = [chosen[pk] for pk in plain(value["pictures"]) if pk in chosen]
            section["cards"] = browsing.cards(found, copies)
        elif kind == "topics":
            found_topics = [topics[pk] for pk in plain(value["topics"]) if pk in topics]
            section["cards"] = found_topics
        else:
            section["html"] = next(texts)
        if section.get("cards") or section.get("html"):
            sections.append(section)
    return sections


def _of(parts: list[Part], kind: str) -> list[tuple[int, Part]]:
    return [(place, part) for place, part in enumerate(parts) if part["type"] == kind]


def _ids(parts: list[Part], kind: str) -> list[int]:
    """Ids of all that blocks of this kind list; their list is called as they are."""
    return [pk for _, part in _of(parts, kind) for pk in plain(part["value"][kind])]


def _said(value: dict[str, Any], name: str) -> str:
    """In the language of the page; in the other one where nothing is said in it."""
    first, second = ("en", "ko") if get_language() == "en" else ("ko", "en")
    return value.get(f"{name}_{first}") or value.get(f"{name}_{second}") or ""


def _order(value: dict[str, Any]) -> Order:
    period = value.get("order", "newest")
    return Order() if period == "newest" else Order("likes", period)


def _wall(home_id: int, value: dict[str, Any]) -> list[browsing.Row]:
    """So many rows as make the number of tiles; a series is one of them."""
    number = value.get("number") or WALL
    order = _order(value)
    places = Placement.objects.in_topic(home_id).listed()
    if order.sort == "likes":
        places = places.filter(**{f"{order.column}__gt": 0})
    columns = places.order_by(*order.by()).values(*browsing.COLUMNS, series=browsing.SERIES)
    rows = list(columns[: 2 * number])
    return rows[: enough((row["series"] for row in rows), number)]
