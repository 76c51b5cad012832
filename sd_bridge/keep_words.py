"""Words proposed for a picture that is kept; editors correct them."""

from __future__ import annotations

from typing import TypedDict

from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.models import Generation, Result
from sd_bridge.naming import MAX_TITLE, alt_from, known_spelling, tags_from, title_from


class Words(TypedDict):
    title: str
    alt_text: str
    tags: list[str]


def proposed_title(generation: Generation) -> str:
    """Short; "" where neither the prompt nor what it was made from has words."""
    return title_from(generation.prompt) or _title_of_source(generation)[:MAX_TITLE]


def proposed_alt(generation: Generation) -> str:
    """What is to be seen, as far as the prompt tells; never the whole prompt."""
    return alt_from(generation.prompt)


def proposals(result: Result) -> Words:
    """From the prompt; an enlarged picture has the words of the one it was made from."""
    generation = result.generation
    own = _words_of(generation.source_page) if generation.kind == generation.Kind.UPSCALE else None
    return own or {
        "title": proposed_title(generation),
        "alt_text": proposed_alt(generation),
        "tags": known_spelling(tags_from(generation.prompt)),
    }


def _words_of(page: Page | None) -> Words | None:
    picture = PicturePage.objects.filter(pk=page.pk).first() if page else None
    if picture is None:
        return None
    tags = [tag.name for tag in picture.tags.all()]
    return {"title": picture.title, "alt_text": picture.alt_text, "tags": tags}


def _title_of_source(generation: Generation) -> str:
    if generation.source_page is not None:
        return generation.source_page.title
    return generation.source_image.title if generation.source_image is not None else ""
