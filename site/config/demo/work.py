"""What a picture and a topic of the demo are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

T, P, S, L, W = "tall", "portrait", "square", "landscape", "wide"


@dataclass(frozen=True)
class Work:
    """A picture to paint; several seeds make a series of one idea."""

    title: str
    prompt: str
    format: str
    seeds: tuple[int, ...]
    alt: str
    caption: str = ""
    negative: str = ""
    tags: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True)
class Topic:
    title: str
    slug: str
    description: str
    works: tuple[Work, ...]
    language: str = "ko"
    curators: tuple[str, ...] = field(default=("editor",))
    inside: str = ""  # slug of the topic that it lies in
    has_cover: bool = True  # its first picture; else the three newest stand together


def w(title, prompt, format, seeds, alt, tags="", **more) -> Work:
    seeds = seeds if isinstance(seeds, tuple) else (seeds,)
    return Work(title, prompt, format, seeds, alt, tags=tuple(tags.split()), **more)
