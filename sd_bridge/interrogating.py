"""Asking an engine what is to be seen in a picture, and words proposed from its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sd_bridge.generating import request_generation
from sd_bridge.models import Generation
from sd_bridge.naming import alt_from, known_spelling, tags_from

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from sd_bridge.sources import Source


class Words(TypedDict):
    """A text for people who do not see the picture, and tags."""

    alt_text: str
    tags: list[str]


def ask(
    user: AbstractUser, source: Source, interrogator: str = "clip", *, engine: str = ""
) -> Generation:
    """Queue the question; the answer is its `caption`. Raises `GenerationError`.

    It gives no pictures: trays and quotas leave it out.
    """
    return request_generation(
        user=user,
        kind=Generation.Kind.INTERROGATE,
        source=source,
        engine=engine,
        interrogator=interrogator,
    )


def proposals(generation: Generation) -> Words:
    """From what the engine said; empty until it has, and once that has expired."""
    words = generation.caption.replace("_", " ")
    alt = alt_from(words)
    return {"alt_text": alt[:1].upper() + alt[1:], "tags": known_spelling(tags_from(words))}
