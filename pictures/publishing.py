"""From a gallery image to a picture page; every way in calls these functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import GalleryImage, Licence, PicturePage, RecipeVisibility
from pictures.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

MAX_TITLE = 255
MAX_SLUG = 80
MOST_SLUGS = 400  # looked up at once


class PublishingError(Exception):
    """A picture cannot be created or published; the message is a sentence for the editor."""


def create_picture(
    *,
    topic: Page,
    image: GalleryImage,
    title: str,
    user: AbstractUser | None,
    alt_text: str = "",
    format: str = "",
    tags: Iterable[str] = (),
    caption: str = "",
    content_language: str = "ko",
    licence: str = Licence.CC_BY,
    recipe_visibility: str = "",
    author_name: str = "",
    go_live_at: datetime | None = None,
    publish: bool = False,
) -> PicturePage:
    """Add a picture to `topic`, as a draft unless `publish`; with a later `go_live_at`, then.
    Without `recipe_visibility` it begins with the topic's.

    Raises `PublishingError` where the topic is gone or something that publishing needs is missing;
    nothing is stored then.
    """
    with transaction.atomic():
        parent = Page.objects.select_for_update().filter(pk=topic.pk).first()
        if parent is None:
            raise PublishingError(_("The topic has been deleted."))
        picture = PicturePage(
            title=title[:MAX_TITLE],
            slug=next_slug(parent, title),
            image=image,
            alt_text=alt_text[:300],
            format=format,
            caption=caption[:2000],
            content_language=content_language,
            licence=licence,
            recipe_visibility=recipe_visibility or default_visibility(parent),
            author=user,
            author_name=author_name[:80],
            owner=user,
            go_live_at=go_live_at,
            live=False,
            has_unpublished_changes=True,
        )
        try:
            parent.add_child(instance=picture)
            picture.tags.set(list(tags))
            picture.save_revision(user=user, clean=publish)  # adding it is in the log already
            if publish:
                publish_picture(picture, user=user)
        except ValidationError as error:
            raise PublishingError(" ".join(error.messages)) from error
    return picture


def default_visibility(topic: Page) -> str:
    """What visitors read of the recipes of new pictures in `topic`, as its curators decided."""
    return getattr(topic.specific, "recipe_visibility", RecipeVisibility.PUBLIC)


def publish_picture(picture: PicturePage, *, user: AbstractUser | None) -> None:
    """Publish the latest revision. Raises `ValidationError` on what is missing."""
    draft = picture.get_latest_revision_as_object()
    draft.full_clean()
    draft.get_latest_revision().publish(user=user)
    picture.refresh_from_db()


def slug_stem(title: str) -> str:
    """What the slug of a picture called `title` begins with; no address of the site."""
    return free_slug(slugify(title, allow_unicode=True)[:MAX_SLUG].strip("-") or "picture")


def next_slug(parent: Page, title: str) -> str:
    """A slug for `title` that is free under `parent`; a series gets -2, -3, …"""
    stem = slug_stem(title)
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by()
    number, width = 1, 8
    while True:
        # By whole slugs: what they begin with is looked for among all children.
        wanted = [f"{stem}-{each}" if each > 1 else stem for each in range(number, number + width)]
        taken = set(children.filter(slug__in=wanted).values_list("slug", flat=True))
        for slug in wanted:
            if slug not in taken:
                return slug
        number, width = number + width, min(4 * width, MOST_SLUGS)
