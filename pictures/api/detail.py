"""`GET pictures/{id}`: everything that the page of a picture tells."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from pictures.addresses import canonical_address, page_address
from pictures.api.cards import Format, PictureInList, in_list
from pictures.api.engagement import liked_among
from pictures.api.ids import Id
from pictures.api.recipes import RecipeShown, recipe_shown
from pictures.api.sources import Shown, shown, whole
from pictures.browsing import Neighbour
from pictures.downloads import offer_of
from pictures.marking import picture_statement
from pictures.models import PicturePage
from pictures.standing import Parent
from pictures.surroundings import Surroundings, author_name, licence, open_picture, surroundings
from rest.authentication import ANYONE

router = Router(tags=["pictures"])


class TopicRef(Schema):
    id: int = Field(examples=[7])
    title: str = Field(examples=["노을과 산"])
    url: str


class PictureRef(Schema):
    id: int = Field(examples=[41])
    url: str = Field(description="Its page.")


class TagRef(Schema):
    slug: str = Field(examples=["sea"])
    name: str = Field(examples=["sea"])
    url: str


class LicenceShown(Schema):
    name: str = Field(examples=["CC BY 4.0"])
    url: str = Field(description="Empty where all rights are reserved.")


class Origin(Schema):
    """How it came into being, by IPTC's vocabulary; an empty `source_type` is not known."""

    ai_generated: bool
    source_type: str = Field(
        examples=["http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"]
    )
    credit: str = Field(examples=["HKPictures"])


class Download(Schema):
    """Files in full size. An empty address: not offered."""

    format: str = Field(examples=["PNG"])
    clean: str = Field(description="With nothing but the mark that tells where it is from.")
    with_recipe: str = Field(description="Also with what visitors may read of the recipe.")


class SeriesPicture(PictureInList):
    seed: int | None = None


class PictureDetail(Schema):
    """A picture as its page shows it."""

    id: int = Field(examples=[42])
    title: str = Field(examples=["물가의 마지막 빛"])
    url: str = Field(description="Its page.")
    canonical_url: str = Field(description="Its page in the language of its texts.")
    alt: str
    caption: str
    language: str = Field(description="Of title and words.", examples=["ko"])
    author: str = Field(description="Nickname or name; empty where none is given.")
    author_url: str = Field(description="Empty where the author has no page.")
    published: datetime | None
    topic: TopicRef
    outer_topics: list[TopicRef] = Field(description="Around `topic`, the outermost first.")
    tags: list[TagRef]
    licence: LicenceShown
    origin: Origin
    format: Format
    sensitive: bool
    placeholder: str = Field(examples=["#8a5f3c"])
    image: Shown = Field(description="The whole picture.")
    cut: Shown = Field(description="As lists cut it.")
    recipe: RecipeShown | None = Field(description="What visitors may read; null for nothing.")
    downloads: Download | None
    likes: int
    comments: int
    liked: bool | None = Field(description="By who asks; null for a visitor.")
    previous: PictureRef | None = Field(description="In its topic, newest first.")
    next: PictureRef | None
    series: list[SeriesPicture] = Field(description="Of the same prompt, by seed, it among them.")
    more: list[PictureInList] = Field(description="The newest of its topic.")


@router.get(
    "/pictures/{picture_id}",
    response=PictureDetail,
    auth=ANYONE,
    operation_id="get_picture",
)
def get_picture(request: HttpRequest, picture_id: Id) -> PictureDetail:
    """A public picture with its recipe, and what hangs around it."""
    picture, topic_id, listed_at = open_picture(picture_id)
    found = surroundings(picture, topic_id, listed_at, with_cut=True)
    return PictureDetail(
        **_words(picture), **_image(picture, found), **_around(request, picture, found)
    )


def _words(picture: PicturePage) -> dict[str, Any]:
    standing = picture.standing_now()
    member = "" if picture.author_name else author_name(picture)
    known, statement = licence(picture), picture_statement(picture)
    return {
        "id": picture.pk,
        "title": picture.title,
        "url": whole(page_address(picture.url_path)),
        "canonical_url": canonical_address(picture, picture.content_language),
        "alt": picture.alt_text,
        "caption": picture.caption,
        "language": picture.content_language,
        "author": author_name(picture),
        "author_url": whole(reverse("person", args=[member])) if member else "",
        "published": picture.first_published_at,
        "topic": topic_ref(standing.line[-1]),
        "outer_topics": [topic_ref(topic) for topic in standing.line[:-1]],
        "tags": [tag_ref(tag.slug, tag.name) for tag in picture.tags.all()],
        "licence": LicenceShown(name=known["label"], url=known["url"]),
        "origin": Origin(
            ai_generated=statement.ai_generated,
            source_type=statement.source_type,
            credit=statement.credit,
        ),
        "likes": standing.popularity,
        "comments": standing.discussion,
    }


def _image(picture: PicturePage, found: Surroundings) -> dict[str, Any]:
    offer = offer_of(picture)
    assert found.large is not None  # a public picture has an image
    assert found.cut is not None
    return {
        "format": cast(Format, picture.format),
        "sensitive": found.large.covered is not None,
        "placeholder": picture.image.dominant_colour if picture.image else "",
        "image": shown(found.large),
        "cut": shown(found.cut),
        "recipe": recipe_shown(picture),
        "downloads": offer
        and Download(
            format=offer.format, clean=whole(offer.clean), with_recipe=whole(offer.with_recipe)
        ),
    }


def _around(request: HttpRequest, picture: PicturePage, found: Surroundings) -> dict[str, Any]:
    ids = {picture.pk, *(card.id for card in (*found.series, *found.more))}
    liked = liked_among(request, ids)
    return {
        "liked": None if liked is None else picture.pk in liked,
        "previous": _ref(found.previous),
        "next": _ref(found.next),
        "series": [
            SeriesPicture(
                seed=card.seed,
                **in_list(card, None if liked is None else card.id in liked).model_dump(),
            )
            for card in found.series
        ],
        "more": [in_list(card, None if liked is None else card.id in liked) for card in found.more],
    }


def topic_ref(topic: Parent) -> TopicRef:
    return TopicRef(id=topic.id, title=topic.title, url=whole(page_address(topic.url_path)))


def tag_ref(slug: str, name: str) -> TagRef:
    return TagRef(slug=slug, name=name, url=whole(reverse("tag", args=[slug])))


def _ref(found: Neighbour | None) -> PictureRef | None:
    return None if found is None else PictureRef(id=found.id, url=whole(found.url))
