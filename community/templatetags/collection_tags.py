"""The button that saves, and collections on other pages."""

from __future__ import annotations

from typing import Any

from django import template

from community.collection_lists import Tile, public_of, tiles

register = template.Library()


@register.inclusion_tag("community/_collect_button.html")
def collect_button(picture_id: int) -> dict[str, Any]:
    """For a picture's page, which loads `css/collect.css` and `js/collect.js`."""
    return {"picture_id": picture_id}


@register.simple_tag
def collections_of(user_id: int, home_id: int) -> list[Tile]:
    """`{% collections_of user_id home_id as tiles %}`: public ones; `collections/_tiles.html`."""
    return tiles(public_of(user_id), home_id)
