"""The one uncropped JPEG of each picture that other sites are given: feeds, cards, embeddings."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import storages

from pictures.addresses import absolute
from pictures.blurring import blurred_whole_spec
from pictures.copies import Copy
from pictures.models import GalleryRendition, Sensitivity
from pictures.rendering import max_spec


def whole_copies(image_ids: Iterable[int | None]) -> dict[int, Copy]:
    """By image, with absolute addresses; the blurred one of sensitive images, none of hidden ones.

    One query. What is not made yet is missing.
    """
    blurred = blurred_whole_spec()
    rows = (
        GalleryRendition.objects.filter(
            image_id__in={pk for pk in image_ids if pk is not None},
            filter_spec__in=[max_spec("jpeg"), blurred],
        )
        .exclude(image__sensitivity=Sensitivity.HIDDEN)
        .order_by("pk")  # the newest wins while a picture is being cut anew
        .values_list("image_id", "filter_spec", "file", "width", "height", "image__sensitivity")
    )
    return {
        image_id: Copy(elsewhere(name), width, height)
        for image_id, spec, name, width, height, sensitivity in rows
        if (spec == blurred) == (sensitivity == Sensitivity.SENSITIVE)
    }


def elsewhere(name: str) -> str:
    """The address of a public file for those who do not know this site."""
    return elsewhere_url(storages["default"].url(name))


def elsewhere_url(url: str) -> str:
    """The same of an address that may lack scheme and host."""
    return absolute(url) if url.startswith("/") else url
