"""How page templates print people. Partials are given a `Person` and print it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from community.people import NOBODY, Person, people
from community.settings_pages import Entry, entries

register = template.Library()


@register.simple_tag
def people_of(user_ids: Iterable[int | None]) -> dict[int, Person]:
    """`{% people_of ids as found %}`: everyone of a page in one query; see `person`."""
    return people(user_ids)


@register.filter
def person(found: dict[int, Person], user_id: int | None) -> Person:
    """`{{ found|person:comment.author_id }}`; somebody without a name where they have left."""
    return found.get(user_id or 0, NOBODY)


@register.inclusion_tag("community/_person_line.html")
def person_line(who: Person, note: str = "") -> dict[str, Any]:
    """Picture and name of somebody on one line."""
    return {"person": who, "note": note}


@register.inclusion_tag("community/_avatar.html")
def avatar(who: Person, size: int = 36) -> dict[str, Any]:
    """Their picture, or the first letter of their name; decoration, the name stands beside it."""
    return {"person": who, "size": size}


@register.simple_tag
def face_of(user_id: int | None, size: int = 36) -> SafeString:
    """The same of somebody by their id, empty where they have left. One query."""
    who = people([user_id]).get(user_id or 0)
    if who is None:
        return SafeString()
    return SafeString(render_to_string("community/_avatar.html", avatar(who, size)))


@register.simple_tag(takes_context=True)
def settings_entries(context: dict[str, Any]) -> list[Entry]:
    """The navigation of `/me/settings/`."""
    return entries(context["request"].path)
