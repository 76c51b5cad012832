"""Titles, alternative texts and tags proposed from a prompt: the words are `pictures.naming`'s."""

from pictures.naming import (
    MAX_ALT,
    MAX_TAGS,
    MAX_TITLE,
    alt_from,
    known_spelling,
    language_of,
    tags_from,
    title_from,
    title_in_series,
)

__all__ = [
    "MAX_ALT",
    "MAX_TAGS",
    "MAX_TITLE",
    "alt_from",
    "known_spelling",
    "language_of",
    "tags_from",
    "title_from",
    "title_in_series",
]
