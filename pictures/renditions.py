"""The public copies of gallery images: made in one decode, gone when nothing public shows them.

Whoever shows gallery images to the public registers a question: "in which formats do you show
this image now?" The set of copies follows the answers. A hidden image has none whatever they say;
a sensitive one has blurred ones besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Filter

from pictures.blurring import MARK, blurred_specs, render_blurred
from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat
from pictures.intake import open_reduced
from pictures.marking import Statement, image_statements, packet
from pictures.marking.remarking import remark
from pictures.marking.signing import UNSIGNED, mark_of, sealed
from pictures.models import (
    GalleryImage,
    GalleryRendition,
    PicturePage,
    Placement,
    Sensitivity,
)
from pictures.rendering import ENOUGH, Rendered, render_set, rendition_specs

PublicUse = Callable[[GalleryImage], set[PictureFormat]]
_public_uses: list[PublicUse] = []

COPIES_LATER = -10  # priority: one picture that somebody publishes by hand goes before a thousand
EXTENSIONS = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg"}


def register_public_use(use: PublicUse) -> PublicUse:
    """Ask `use` too which formats of an image the public sees."""
    if use not in _public_uses:
        _public_uses.append(use)
    return use


@register_public_use
def formats_of_pictures(image: GalleryImage) -> set[PictureFormat]:
    """Formats of the public picture pages that show `image`."""
    listed = Placement.objects.listed().filter(picture__image=image)
    formats = PicturePage.objects.filter(pk__in=listed.values("picture_id")).values_list(
        "format", flat=True
    )
    return {PictureFormat(value) for value in formats if value}


def images_of(picture_ids: Iterable[int]) -> set[int]:
    """Ids of the gallery images that these pictures show."""
    pictures = PicturePage.objects.filter(pk__in=list(picture_ids), image__isnull=False)
    return set(pictures.values_list("image_id", flat=True))


def images_by(user_id: int) -> set[int]:
    """Ids of the gallery images of the public pictures that bear the name of this account."""
    listed = Placement.objects.listed().filter(
        picture__author_id=user_id, picture__author_name="", picture__image__isnull=False
    )
    return set(listed.order_by().values_list("picture__image_id", flat=True))


def request_sync(image_ids: Iterable[int], *, priority: int = 0) -> None:
    """Have the worker bring the copies of these images up to date once the change is stored.

    Of a lower `priority`, others go first where the queue knows priorities.
    """
    from pictures.tasks import sync_renditions

    task = sync_renditions
    if priority and task.get_backend().supports_priority:
        task = task.using(priority=priority)
    for image_id in sorted(set(image_ids)):
        transaction.on_commit(partial(task.enqueue, image_id))


def sync(image: GalleryImage) -> int:
    """Make the copies that are wanted and missing, delete those nobody may see; copies made.

    Raises `IntakeError` where the original cannot be read.
    """
    wanted = wanted_formats(image)
    if not wanted:
        _delete(list(image.renditions.all()))
        return 0
    key = _focal_key(image)
    _delete(list(image.renditions.exclude(focal_point_key__in=[key, ""])))
    said = image_statements([image])[image.pk]
    _delete(remark(image, said))
    existing = set(
        image.renditions.filter(focal_point_key__in=[key, ""]).values_list("filter_spec", flat=True)
    )
    unblurred: list[PictureFormat] = []
    if image.sensitivity == Sensitivity.SENSITIVE:
        unblurred = [format for format in wanted if not existing.issuperset(blurred_specs(format))]
    else:
        _delete(list(image.renditions.filter(filter_spec__contains=MARK)))
    missing = [format for format in wanted if not _is_complete(format, existing)]
    return _make(image, missing, unblurred, said) if missing or unblurred else 0


def is_in_sync(image: GalleryImage) -> bool:
    """Whether `sync` would change nothing; copies that only Wagtail's own screens use may stay."""
    wanted = wanted_formats(image)
    key = _focal_key(image)
    rows = list(image.renditions.values_list("filter_spec", "focal_point_key", "mark"))
    existing = {spec for spec, _of, _mark in rows}
    public = _public_specs()
    if not wanted:
        return existing.isdisjoint(public)
    mark = mark_of(image_statements([image])[image.pk])
    right = {mark, UNSIGNED + mark[1:]}  # the second counts as `unsigned` in check_media
    if any(spec in public and own not in right for spec, _of, own in rows):
        return False
    is_sensitive = image.sensitivity == Sensitivity.SENSITIVE
    if not is_sensitive and any(MARK in spec for spec in existing):
        return False
    return all(of in (key, "") for _spec, of, _mark in rows) and all(
        _is_complete(format, existing)
        and (not is_sensitive or existing.issuperset(blurred_specs(format)))
        for format in wanted
    )


def _public_specs() -> set[str]:
    return {
        spec
        for format in PictureFormat
        for spec in (*rendition_specs(format), *blurred_specs(format))
    }


def wanted_formats(image: GalleryImage) -> set[PictureFormat]:
    """The formats in which the public sees `image` now."""
    if image.sensitivity == Sensitivity.HIDDEN:
        return set()
    return set().union(*(use(image) for use in _public_uses))


def _is_complete(format: PictureFormat, existing: set[str]) -> bool:
    """Whether the set was made; the largest fills may be left out where the image is small."""
    specs = rendition_specs(format)
    smallest, largest = specs[:3], specs[-3:]
    return existing.issuperset(smallest) and existing.issuperset(largest)


def _make(
    image: GalleryImage,
    formats: list[PictureFormat],
    blurred: list[PictureFormat],
    said: Statement,
) -> int:
    with image.file.open("rb") as original:
        pixels, factor = open_reduced(original, at_least=ENOUGH, name=image.title)
    focal = focal_point(image)
    focal = focal.scaled(factor) if focal else None
    made, mark = 0, packet(said)
    for render, some in ((render_blurred, blurred), (render_set, formats)):
        for format in some:
            for copy in render(pixels, format, focal, mark=mark):
                made += _store(image, copy, *sealed(copy.data, copy.content_type, said))
    return made


def focal_point(image: GalleryImage) -> FocalPoint | None:
    """The focal point of `image` in pixels of the oriented original, where it has one."""
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    return FocalPoint(
        image.focal_point_x,
        image.focal_point_y,
        image.focal_point_width or 0,
        image.focal_point_height or 0,
    )


def _focal_key(image: GalleryImage) -> str:
    return Filter(rendition_specs(PictureFormat.SQUARE)[0]).get_cache_key(image)


def _store(image: GalleryImage, copy: Rendered, data: bytes, mark: str) -> int:
    """Add one copy; 0 where another worker was faster, whose file then stays the only one."""
    key = Filter(copy.spec).get_cache_key(image)
    rendition = GalleryRendition(
        image=image,
        filter_spec=copy.spec,
        focal_point_key=key,
        width=copy.width,
        height=copy.height,
        mark=mark,
    )
    name = f"copy.{EXTENSIONS[copy.content_type]}"
    with transaction.atomic():
        GalleryImage.objects.select_for_update().get(pk=image.pk)
        if image.renditions.filter(filter_spec=copy.spec, focal_point_key=key).exists():
            return 0
        rendition.file.save(name, ContentFile(data), save=False)
        rendition.width, rendition.height = copy.width, copy.height
        rendition.save()
    return 1


def _delete(renditions: list[GalleryRendition]) -> None:
    """Delete rows; Wagtail's own signal deletes the file once the row is gone for good."""
    for rendition in renditions:
        rendition.delete()
