"""The picture that a request starts from: to paint over, to enlarge, to describe.

A `Source` only says which one is meant. Reading it checks that the editor may use it, and gives
the bytes in a form that every engine opens; the request keeps a copy of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pictures import headers
from pictures.intake import IntakeError, TakenIn, open_pixels
from pictures.models import GalleryImage, PicturePage
from pictures.recipe import EMPTY, Recipe
from pictures.visibility import is_public
from sd_bridge.access import may_see
from sd_bridge.engines.asking import MAX_BYTES, MAX_ENLARGED_PIXELS
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import InvalidRequest, SourceNotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models.fields.files import FieldFile

ORIGIN_COLUMNS = ("source_result", "source_image", "source_page")
STYLE_COLUMNS = ("preset", "preset_revision", "preset_label")
LARGE_QUALITY = 95  # of a JPEG, where a lossless copy would be too large to send


@dataclass(frozen=True, slots=True)
class Material:
    """What is read of a source: `data` is upright; `origin` are the columns that name it.

    `style` are those of the preset it was made with: who only enlarges it keeps its style.
    """

    data: bytes
    extension: str
    width: int
    height: int
    recipe: Recipe
    origin: dict[str, Any] = field(default_factory=dict)
    style: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One picture, not read yet; `read` raises `SourceNotAllowed` or `InvalidRequest`."""

    read: Callable[[AbstractUser], Material]

    @classmethod
    def from_result(cls, result: Result) -> Source:
        """A picture of a tray that the editor may see."""
        return cls(lambda user: _of_result(result, user))

    @classmethod
    def from_image(cls, image: GalleryImage) -> Source:
        """An image of the gallery that the editor may choose."""
        return cls(lambda user: _of_image(image, user))

    @classmethod
    def from_page(cls, page: Page) -> Source:
        """The image of a picture that is public or that the editor may edit."""
        return cls(lambda user: _of_page(page, user))

    @classmethod
    def from_upload(cls, taken: TakenIn) -> Source:
        """A file that came with the request and passed intake; the gallery does not keep it."""
        return cls(lambda _user: _of_bytes(taken.data, taken.recipe, {}))

    @classmethod
    def from_generation(cls, generation: Generation) -> Source:
        """The copy that an earlier request kept, whatever has become of the picture itself."""
        return cls(lambda user: _of_generation(generation, user))


def gone() -> InvalidRequest:
    return InvalidRequest({"source": _("The picture to start from is no longer there.")})


def _of_result(result: Result, user: AbstractUser) -> Material:
    if not may_see(user, result.generation):
        raise SourceNotAllowed
    if result.is_discarded or result.expires_at <= timezone.now():
        raise gone()
    style = {name: getattr(result.generation, name) for name in STYLE_COLUMNS}
    return _material(result.file, result.as_recipe(), {"source_result": result}, style)


def _of_image(image: GalleryImage, user: AbstractUser) -> Material:
    policy = policy_registry.get_by_type(GalleryImage)
    if not policy.user_has_permission_for_instance(user, "choose", image):
        raise SourceNotAllowed
    return _material(image.file, image.recipe, {"source_image": image})


def _of_page(page: Page, user: AbstractUser) -> Material:
    picture = PicturePage.objects.filter(pk=page.pk).select_related("image").first()
    if picture is None:
        raise gone()
    if not (picture.permissions_for_user(user).can_edit() or is_public(picture)):
        raise SourceNotAllowed
    if picture.image is None:
        raise InvalidRequest({"source": _("This picture has no image yet.")})
    origin = {"source_page": page, "source_image": picture.image}
    return _material(picture.image.file, picture.recipe or picture.image.recipe, origin)


def _of_generation(generation: Generation, user: AbstractUser) -> Material:
    if not may_see(user, generation):
        raise SourceNotAllowed
    origin = {name: getattr(generation, name) for name in ORIGIN_COLUMNS}
    return _material(generation.source_file, generation.source_as_recipe(), origin)


def _material(
    file: FieldFile,
    recipe: Recipe,
    origin: dict[str, Any],
    style: dict[str, Any] | None = None,
) -> Material:
    if not file:
        raise gone()
    try:
        with file.open("rb") as stored:
            data = stored.read()
    except FileNotFoundError as error:
        raise gone() from error
    return _of_bytes(data, recipe, origin, style)


def _of_bytes(
    data: bytes,
    recipe: Recipe,
    origin: dict[str, Any],
    style: dict[str, Any] | None = None,
) -> Material:
    try:
        data, extension = _sendable(data)
        found = headers.survey(data)
    except IntakeError as error:
        raise InvalidRequest({"source": str(error)}) from error
    if found.width * found.height > MAX_ENLARGED_PIXELS:
        raise InvalidRequest(
            {"source": _("The picture to start from is too large: at most 16 megapixels.")}
        )
    size = (found.width, found.height)
    return Material(data, extension, *size, recipe or EMPTY, origin, style or {})


def _sendable(data: bytes) -> tuple[bytes, str]:
    """The bytes as every engine opens them, and their extension.

    Engines know neither AVIF nor what a camera says of the upright side.
    """
    found = headers.survey(data)
    if found.format == "png" and found.orientation == 1 and len(data) <= MAX_BYTES:
        return data, "png"
    pixels = open_pixels(data)
    written = io.BytesIO()
    pixels.save(written, "PNG", compress_level=3)
    if written.tell() <= MAX_BYTES:
        return written.getvalue(), "png"
    written = io.BytesIO()
    pixels.convert("RGB").save(written, "JPEG", quality=LARGE_QUALITY)
    return written.getvalue(), "jpg"
