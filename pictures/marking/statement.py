"""What is true of a picture: how it came into being, by whom, and what others may do with it.

The mark in files, the data in pages and the entries of feeds are all written from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from pictures.addresses import absolute, page_address

if TYPE_CHECKING:
    from pictures.models import GalleryImage, PicturePage

_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SOURCE_TYPES = {
    "trained": f"{_VOCABULARY}trainedAlgorithmicMedia",
    "composite": f"{_VOCABULARY}compositeWithTrainedAlgorithmicMedia",
    "capture": f"{_VOCABULARY}digitalCapture",
    "creation": f"{_VOCABULARY}digitalCreation",
}
_COLUMNS = (
    *("image_id", "author_name", "author__public_name", "licence"),
    *("url_path", "content_language"),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """All of it public; "" is what is not known. `source_type` is a term of IPTC's vocabulary.

    `rights` is the licence's name in English; `page_url` where the picture is to be had.
    """

    ai_generated: bool
    source_type: str = ""
    creator: str = ""
    credit: str = ""
    rights: str = ""
    licence_url: str = ""
    page_url: str = ""
    is_free: bool = False


def source_type_of(ai_generated: bool, origin: str) -> str:
    """IPTC's term; "" where nobody said how a picture came into being that no AI made."""
    if ai_generated:
        return SOURCE_TYPES["composite" if origin == "composite" else "trained"]
    return SOURCE_TYPES[origin] if origin in ("capture", "creation") else ""


def bare_statement(ai_generated: bool, origin: str = "") -> Statement:
    """What can be said of an image that no public picture shows."""
    return Statement(
        ai_generated, source_type_of(ai_generated, origin), credit=settings.WAGTAIL_SITE_NAME
    )


def image_statements(images: Iterable[GalleryImage]) -> dict[int, Statement]:
    """By image what its copies say. One query.

    Of several public pictures that show an image, the oldest speaks for it: nothing of one that is
    not public is ever said.
    """
    from pictures.models import PicturePage, Placement

    by_key = {image.pk: image for image in images}
    listed = Placement.objects.listed().filter(picture__image_id__in=by_key)
    shown = PicturePage.objects.filter(pk__in=listed.order_by().values("picture_id"))
    rows: dict[int, dict[str, Any]] = {}
    for row in shown.order_by("pk").values(*_COLUMNS):
        rows.setdefault(row["image_id"], row)
    return {pk: _statement(image, rows.get(pk)) for pk, image in by_key.items()}


def picture_statement(picture: PicturePage) -> Statement:
    """What the page of `picture`, and what is downloaded there, says. No query."""
    row = {
        "author_name": picture.author_name,
        "author__public_name": picture.author.public_name if picture.author else "",
        "licence": picture.licence,
        "url_path": picture.url_path if picture.pk else "",
        "content_language": picture.content_language,
    }
    return _statement(picture.image, row)


def _statement(image: GalleryImage | None, row: Mapping[str, Any] | None) -> Statement:
    from pictures.models import LICENCE_URLS, Licence

    ai_generated = image.ai_generated if image else False
    origin = image.origin if image else ""
    if row is None:
        return bare_statement(ai_generated, origin)
    licence = Licence(row["licence"])
    with translation.override("en"):
        rights = str(licence.label)
    page = ""
    if row["url_path"]:
        with translation.override(row["content_language"]):
            page = absolute(page_address(row["url_path"]))
    return Statement(
        ai_generated,
        source_type_of(ai_generated, origin),
        creator=row["author_name"] or row["author__public_name"] or "",
        credit=settings.WAGTAIL_SITE_NAME,
        rights=rights,
        licence_url=LICENCE_URLS.get(licence, ""),
        page_url=page,
        is_free=licence == Licence.CC0,
    )
