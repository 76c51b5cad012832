"""Hearts on cards and on a picture's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from community import like_tools as tools
from pictures.browsing import Card

register = template.Library()


@register.simple_tag
def like_tools() -> Callable[[Card], SafeString]:
    """`{% like_tools as card_tools %}`: for the walls of a page template."""
    return tools.like_tools


@register.inclusion_tag("community/_like_button.html")
def like_button(picture_id: int, likes: int) -> dict[str, Any]:
    """The button on a picture's page."""
    return {"picture_id": picture_id, "likes": likes}
