"""What a member is told of pictures like theirs: their own and public ones, of others' only that
there is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from community.models import Submission
from pictures import duplicates
from pictures.addresses import page_address
from pictures.copies import CardSources, grid_copies
from pictures.formats import PictureFormat
from pictures.models import GalleryImage, PicturePage, Placement, Sensitivity

if TYPE_CHECKING:
    from accounts.models import User

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """A picture that may be shown: a public one by its copies, an own one by its thumbnail."""

    title: str
    url: str
    sources: CardSources | None = None
    thumbnail_url: str = ""


@dataclass(slots=True)
class Likenesses:
    """`hidden`: how many there are besides, about which nothing is told."""

    shown: list[Likeness] = field(default_factory=list)
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


def nearly(user: User, dhash: str, *, without: int | None = None) -> Likenesses:
    """Pictures of the library that look nearly the same; `without` one image."""
    return described(user, [image for image in duplicates.near(dhash) if image.pk != without])


def described(user: User, images: list[GalleryImage]) -> Likenesses:
    """What may be told to `user` of these images. Three queries."""
    found = Likenesses()
    public = _public([image.pk for image in images])
    own = _own(user, [image.pk for image in images])
    for image in images:
        likeness = own.get(image.pk) or public.get(image.pk)
        if likeness is None or len(found.shown) == MOST_SHOWN:
            found.hidden += likeness is None
        else:
            found.shown.append(likeness)
    return found


def _public(image_ids: list[int]) -> dict[int, Likeness]:
    listed = Placement.objects.listed().filter(picture__image_id__in=image_ids)
    pictures = PicturePage.objects.filter(pk__in=listed.values("picture_id"))
    plain = list(pictures.filter(image__sensitivity=Sensitivity.NONE))
    square = str(PictureFormat.SQUARE)
    copies = grid_copies((picture.image_id, picture.format or square) for picture in plain)
    return {
        picture.image_id: Likeness(
            picture.title,
            page_address(picture.url_path),
            sources=copies.get((picture.image_id, picture.format or square)),
        )
        for picture in plain
    }


def _own(user: User, image_ids: list[int]) -> dict[int, Likeness]:
    rows = Submission.objects.filter(author=user, picture__image_id__in=image_ids)
    return {
        row.picture.image_id: Likeness(
            row.title,
            reverse("me_submission", args=[row.pk]),
            thumbnail_url=reverse("me_submission_thumbnail", args=[row.pk]),
        )
        for row in rows.select_related("picture")
        if row.picture is not None
    }
