"""People in the search page."""

from __future__ import annotations

from django import template

from community.people import Person
from community.people_search import find_people
from pictures.searching.asking import Asked

register = template.Library()


@register.simple_tag
def people_found(asked: Asked) -> list[Person]:
    """`{% people_found asked as people %}`"""
    return find_people(asked)
