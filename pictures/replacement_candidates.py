"""A file as it is shown beside another: what it is, how it was made, what it resembles."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from pictures import duplicates
from pictures.models import GalleryImage, ImportFile, PicturePage
from pictures.recipe import Recipe
from pictures.recipe_differences import Difference, recipe_differences

MOST_LIKE_IT = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """`size` in bytes; `like_it`: other pictures of the library, the same file first.

    `is_waiting`: it is no image of the library yet.
    """

    thumbnail: str
    width: int
    height: int
    size: int
    file_format: str
    recipe: Recipe
    like_it: list[LikeIt] = field(default_factory=list)
    is_waiting: bool = False

    def differences_from(self, recipe: Recipe) -> list[Difference]:
        return recipe_differences(recipe, self.recipe)


@dataclass(frozen=True, slots=True)
class LikeIt:
    """Another picture, and how it resembles the file."""

    title: str
    url: str
    how: str


def of_image(image: GalleryImage, recipe: Recipe) -> Candidate:
    return Candidate(
        reverse("image_thumbnail", args=[image.pk]),
        image.width,
        image.height,
        image.file_size or 0,
        image.file_format,
        recipe,
    )


def of_waiting(row: ImportFile, picture: PicturePage) -> Candidate:
    """Four queries more, for what it resembles."""
    return Candidate(
        reverse("replace:waiting_thumbnail", args=[picture.pk, row.uuid]),
        row.width or 0,
        row.height or 0,
        row.size,
        row.facts.get("format", ""),
        row.recipe,
        _like_it(row, picture),
        is_waiting=True,
    )


def _like_it(row: ImportFile, picture: PicturePage) -> list[LikeIt]:
    same = {image.pk for image in duplicates.exact(row.sha256)}
    images = list(dict.fromkeys([*sorted(same), *(one.pk for one in duplicates.near(row.dhash))]))
    pages = PicturePage.objects.filter(image_id__in=images).exclude(pk=picture.pk)
    found = sorted(
        pages.values_list("image_id", "pk", "title")[:MOST_LIKE_IT],
        key=lambda one: images.index(one[0]),
    )
    return [
        LikeIt(
            title,
            reverse("wagtailadmin_pages:edit", args=[pk]),
            _("exactly this file") if image_id in same else _("nearly the same"),
        )
        for image_id, pk, title in found
    ]
