"""What visitors may take home: a picture in full size, with its recipe inside or without.

Neither is the original. The pixel data is taken over as it is where that can be done without taking
anything else along, and encoded anew elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.urls import reverse

from pictures.hidden_text import HIDDEN
from pictures.intake import CONTENT_TYPES, EXTENSIONS
from pictures.marking import (
    CannotRewriteError,
    Carried,
    Statement,
    packet,
    picture_statement,
    rewritten,
)
from pictures.marking.exif import exif_block
from pictures.marking.jpeg import fits
from pictures.marking.signing import mark_of, sealed
from pictures.public_copy import strip_private
from pictures.recipe_reader import write_infotext

if TYPE_CHECKING:
    from pictures.models import GalleryImage, PicturePage

_FORMATS = {f".{extension}": name for name, extension in EXTENSIONS.items()}
_WRITER = b"1"  # another number where the same picture is to be written differently


class Kind(StrEnum):
    CLEAN = "clean"  # nothing but the mark
    WITH_RECIPE = "with-recipe"  # and what visitors may read of the recipe, for WebUI


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be made: `name` is what it is saved as, `etag` changes with its content."""

    image: GalleryImage
    format: str
    carried: Carried
    said: Statement
    name: str
    etag: str

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.format]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a picture's page offers; an address is "" where there is nothing to offer."""

    clean: str
    with_recipe: str
    format: str


def offer_of(picture: PicturePage) -> Offer | None:
    """None where nothing of it may be downloaded. Whether its page may be seen is not asked."""
    image = picture.image
    if not picture.pk or image is None or not format_of(image):
        return None
    if not picture.standing_now().offers_downloads:
        return None
    addresses = {kind: reverse("download", args=[picture.pk, kind.value]) for kind in Kind}
    with_recipe = addresses[Kind.WITH_RECIPE] if _infotext(picture, image) else ""
    return Offer(addresses[Kind.CLEAN], with_recipe, format_of(image).upper())


def download_of(picture: PicturePage, kind: Kind) -> Download | None:
    """What is to be made; None where that is not offered. Reads no file."""
    offer, image = offer_of(picture), picture.image
    if offer is None or image is None or (kind is Kind.WITH_RECIPE and not offer.with_recipe):
        return None
    file_format = format_of(image)
    infotext = _infotext(picture, image) if kind is Kind.WITH_RECIPE else ""
    said = picture_statement(picture)
    carried = Carried(packet(said), infotext)
    parts = (_WRITER, image.file.name.encode(), mark_of(said).encode(), infotext.encode())
    tag = blake2b(b"\0".join(parts), digest_size=16).hexdigest()
    ending = "-recipe" if infotext else ""
    name = f"{picture.slug}{ending}.{EXTENSIONS[file_format]}"
    return Download(image, file_format, carried, said, name, f'"{tag}"')


def make(download: Download) -> bytes:
    """The file. Raises `IntakeError`, or `FileNotFoundError` where the original is gone."""
    return sealed(_written(download), download.content_type, download.said)[0]


def _written(download: Download) -> bytes:
    image = download.image
    with image.file.open("rb") as file:
        original = file.read()
    carried = download.carried
    hides_text = any(key.startswith(HIDDEN) for key in image.raw_metadata or {})
    if not hides_text and _ending(image) != ".gif" and download.format != "avif":
        try:
            return rewritten(original, carried)
        except CannotRewriteError:
            pass
    exif = exif_block(1, carried.infotext) if download.format == "avif" else b""
    copy = strip_private(
        original,
        download.format,
        mark=carried.mark,
        exif=exif,
        name=image.title,
        silent=hides_text,
    )
    return copy.data if exif or not carried.infotext else rewritten(copy.data, carried)


def format_of(image: GalleryImage) -> str:
    """The format it is handed out in: its own, but PNG for a GIF; "" for what is no picture."""
    found = _FORMATS.get(_ending(image), "")
    return "png" if found == "gif" else found


def _ending(image: GalleryImage) -> str:
    return PurePosixPath(image.file.name or "").suffix.lower()


def _infotext(picture: PicturePage, image: GalleryImage) -> str:
    """What visitors may read of the recipe as WebUI reads it; "" where a file cannot hold it."""
    text = write_infotext(picture.shown_recipe)
    if format_of(image) == "jpeg" and not fits(exif_block(8, text)):
        return ""
    return text
