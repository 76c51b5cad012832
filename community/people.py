"""Who somebody is to others: name, address and small picture, for many people in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import storages
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from community.models import Profile
from pictures.formats import PictureFormat
from pictures.models import GalleryRendition, Sensitivity
from pictures.rendering import RENDITION_WIDTHS, fill_spec

AVATAR_SPEC = fill_spec(PictureFormat.SQUARE, RENDITION_WIDTHS[0], "webp")
TONES = 4


@dataclass(frozen=True, slots=True)
class Person:
    """What is printed of somebody; without a `url` there is no page to lead to."""

    id: int | None
    name: str
    url: str = ""
    avatar: str = ""

    @property
    def initial(self) -> str:
        """What stands for the picture of who has none."""
        return self.name[:1].upper()

    @property
    def tone(self) -> int:
        """One of four greys, always the same for the same person."""
        return (self.id or 0) % TONES


NOBODY = Person(None, "")
"""In place of somebody who has left."""


def people(user_ids: Iterable[int | None]) -> dict[int, Person]:
    """These people by their id, in one query; who has left or may not be seen is not in it."""
    ids = {pk for pk in user_ids if pk is not None}
    if not ids:
        return {}
    profiles = Profile.objects.shown().filter(user_id__in=ids)
    return {person.id: person for person in persons(profiles) if person.id is not None}


def persons(profiles: QuerySet[Profile]) -> list[Person]:
    """The people of these profiles, in their order. One query."""
    rows = with_avatar(profiles).values_list("user_id", "nickname", "avatar")
    return [_person(*row) for row in rows]


def with_avatar(profiles: QuerySet) -> QuerySet:
    """The same profiles, made ready for `person_of`."""
    # The newest copy: while the picture is cut anew there are two for a moment.
    copies = GalleryRendition.objects.filter(
        image_id=OuterRef("image_id"),
        filter_spec=AVATAR_SPEC,
        image__sensitivity=Sensitivity.NONE,
    ).order_by("-pk")
    return profiles.annotate(avatar=Subquery(copies.values("file")[:1]))


def person_of(profile: Profile) -> Person:
    """The person of a profile that `with_avatar` has given. No query."""
    return _person(profile.user_id, profile.nickname, profile.avatar)  # type: ignore[attr-defined]


def _person(pk: int, name: str, file: str | None) -> Person:
    return Person(pk, name, person_address(name), storages["default"].url(file) if file else "")


def person_address(nickname: str) -> str:
    return reverse("person", args=[nickname])
