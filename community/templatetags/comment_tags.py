"""How the picture page prints its comments."""

from __future__ import annotations

from typing import Any

from django import template

from community.comment_threads import Question, Threads, threads_of
from pictures.models import PicturePage

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_of(context: dict[str, Any], picture: PicturePage) -> Threads:
    """The comments that the page's address asks for, the same for everyone. Two queries."""
    return threads_of(picture=picture, question=Question.read(context["request"].GET))
