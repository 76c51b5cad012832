"""Pictures for measuring: any number of pages that share a few files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from pictures.bulk import Progress, add_pictures
from pictures.factories import store_image
from pictures.formats import PictureFormat
from pictures.models import GalleryImage, PicturePage
from pictures.recipe import Recipe
from pictures.renditions import sync

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

SPACING = timedelta(minutes=10)  # between one picture and the next older one
SERIES = 4  # pictures that share a prompt
NAME = "scale-{}"


def store_images(*, shrink: int = 1) -> list[GalleryImage]:
    """One image a format, in the size an engine paints; `shrink` divides the sides."""
    return [
        store_image(
            number,
            title=NAME.format(format.value),
            size=tuple(side // shrink for side in format.generation_size),
        )
        for number, format in enumerate(PictureFormat, 1)
    ]


def load(
    topic: Page,
    number: int,
    *,
    images: Sequence[GalleryImage],
    user: AbstractUser | None = None,
    newest: datetime | None = None,
    progress: Progress = lambda _done: None,
) -> int:
    """Publish `number` pictures in `topic` that take turns with `images`; make the copies."""
    pages = _pages(topic, number, images, user, newest or timezone.now())
    added = add_pictures(topic, pages, progress=progress)
    for image in images:
        sync(image)
    return added


def _pages(
    topic: Page,
    number: int,
    images: Sequence[GalleryImage],
    user: AbstractUser | None,
    newest: datetime,
) -> Iterator[PicturePage]:
    for place, slug in zip(range(number), _free_slugs(topic), strict=False):
        image = images[place % len(images)]
        title = f"물가의 빛 {place + 1}"
        yield PicturePage(
            title=title,
            slug=slug,
            image=image,
            alt_text=f"{title}: 등대와 바다",
            author=user,
            owner=user,
            recipe_data=_recipe(image, place).as_json(),
            recipe_image_id=image.pk,
            first_published_at=newest - SPACING * (number - 1 - place),
        )


def _free_slugs(topic: Page) -> Iterator[str]:
    taken = set(
        Page.objects.filter(path__startswith=topic.path, depth=topic.depth + 1)
        .filter(slug__startswith=NAME.format(""))
        .values_list("slug", flat=True)
    )
    return (slug for slug in map(NAME.format, count(1)) if slug not in taken)


def _recipe(image: GalleryImage, place: int) -> Recipe:
    """The image's own with another seed; a few pictures in a row share its prompt."""
    found = dict(image.recipe_data)
    prompt = f"{found.get('prompt', 'a lighthouse')}, idea {place // SERIES}"
    return Recipe.from_json({**found, "prompt": prompt, "seed": place + 1, "raw": ""})
