"""A picture's file as programs get it: several copies, each with its size and type."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from pictures.addresses import absolute
from pictures.copies import CardSources


class Source(Schema):
    """One copy of the file."""

    url: str = Field(examples=["https://gallery.example/media/abc.avif"])
    type: str = Field(examples=["image/avif"])
    width: int = Field(description="px", examples=[640])
    height: int = Field(description="px", examples=[960])


class Shown(Schema):
    """A picture's copies by type, smallest first. While none is made, only the colour is there.

    Those of a sensitive picture are blurred; `real` holds the ones for whoever asked to see it.
    """

    width: int = Field(description="px; with `height` the shape to keep free")
    height: int
    sources: list[Source]
    real: list[Source] = Field(default_factory=list)


def shown(sources: CardSources) -> Shown:
    return Shown(
        width=sources.width,
        height=sources.height,
        sources=_listed(sources),
        real=_listed(sources.covered) if sources.covered else [],
    )


def whole(path: str) -> str:
    """A program is not on our pages: its addresses are absolute. Empty stays empty."""
    return absolute(path) if path.startswith("/") else path


def _listed(sources: CardSources) -> list[Source]:
    return [
        Source(url=whole(copy.url), type=f"image/{kind}", width=copy.width, height=copy.height)
        for kind, copies in sources.by_format.items()
        for copy in copies
    ]
