"""A picture to start from, as the form shows it: which one, its size and a small view of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.permissions import policy_registry

from pictures.models import GalleryImage, PicturePage
from pictures.visibility import is_public
from sd_bridge.access import may_see
from sd_bridge.models import Result

VIEW = "max-165x165"  # the size the image chooser has already made


def source_named(user: AbstractUser, query: Mapping[str, str]) -> dict[str, Any] | None:
    """What `result`, `image` or `page` names; None for what is not there or not theirs to see."""
    if query.get("result"):
        result = result_named(user, query["result"])
        return result_tile_of(result) if result else None
    if query.get("image"):
        image = image_named(user, query["image"])
        return image_tile_of(image) if image else None
    page = picture_named(user, query.get("page", ""))
    return page_tile_of(page) if page else None


def result_named(user: AbstractUser, name: str) -> Result | None:
    """By `<uuid>/<index>` or, in addresses of pages, `<uuid>-<index>`."""
    generation, index = name[:36], name[37:]
    key = uuid_in(generation)
    if key is None or name[36:37] not in ("/", "-") or not is_number(index):
        return None
    tray = Result.objects.in_tray().select_related("generation__page")
    result = tray.filter(generation__uuid=key, index=int(index)).first()
    return result if result and may_see(user, result.generation) else None


def image_named(user: AbstractUser, key: str) -> GalleryImage | None:
    image = GalleryImage.objects.filter(pk=int(key)).first() if is_number(key) else None
    if image is None:
        return None
    policy = policy_registry.get_by_type(GalleryImage)
    return image if policy.user_has_permission_for_instance(user, "choose", image) else None


def picture_named(user: AbstractUser, key: str) -> PicturePage | None:
    """One that everybody sees, or that they edit."""
    page = PicturePage.objects.filter(pk=int(key)).first() if is_number(key) else None
    if page is None or not (page.permissions_for_user(user).can_edit() or is_public(page)):
        return None
    return page


def result_tile_of(result: Result) -> dict[str, Any]:
    number = result.index + 1
    return {
        "result": f"{result.generation.uuid}/{result.index}",
        "label": _("Result %(number)s") % {"number": number},
        "preview_url": result.url,
        "width": result.width,
        "height": result.height,
    }


def image_tile_of(image: GalleryImage) -> dict[str, Any]:
    return {"image": image.pk, **_view_of(image, image.title)}


def page_tile_of(page: PicturePage) -> dict[str, Any] | None:
    """None for a draft that has no image yet."""
    return {"page": page.pk, **_view_of(page.image, page.title)} if page.image else None


def is_number(text: str) -> bool:
    """Whether it can be a primary key."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def uuid_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _view_of(image: GalleryImage, label: str) -> dict[str, Any]:
    view = get_rendition_or_not_found(image, VIEW)
    return {
        "label": label,
        "preview_url": view.url,
        "width": image.width,
        "height": image.height,
    }
