"""The existing copies of a picture, ready to be printed: nothing is made in a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files.storage import storages

from pictures.formats import PictureFormat
from pictures.models import GalleryImage, GalleryRendition
from pictures.rendering import RENDITION_FORMATS, RENDITION_WIDTHS, fill_spec, max_spec


@dataclass(frozen=True, slots=True)
class Copy:
    """One file: address and size in px."""

    url: str
    width: int
    height: int


@dataclass(slots=True)
class CardSources:
    """The copies of one picture by file format, smallest first; empty while none is made."""

    width: int
    height: int
    by_format: dict[str, list[Copy]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_format.get("jpeg"))


def grid_copies(images: Iterable[tuple[int, str]]) -> dict[tuple[int, str], CardSources]:
    """Copies for lists: for each (image id, format) the fills of that format. One query."""
    wanted = list(dict.fromkeys((pk, PictureFormat(name)) for pk, name in images if name))
    specs = {
        fill_spec(format, width, file_format): (format, file_format)
        for format in {format for _, format in wanted}
        for width in RENDITION_WIDTHS
        for file_format in RENDITION_FORMATS
    }
    found = _found([pk for pk, _ in wanted], list(specs))
    result = {}
    for pk, format in wanted:
        width = RENDITION_WIDTHS[0]
        sources = CardSources(width, round(width / format.ratio))
        for spec, copy in found[pk]:
            spec_format, file_format = specs[spec]
            if spec_format == format:
                sources.by_format.setdefault(file_format, []).append(copy)
        result[pk, str(format)] = _sorted(sources)
    return result


def large_copies(image: GalleryImage) -> CardSources:
    """The uncropped copy of `image` in each file format. One query."""
    specs = {max_spec(file_format): file_format for file_format in RENDITION_FORMATS}
    sources = CardSources(image.width, image.height)
    for spec, copy in _found([image.pk], list(specs))[image.pk]:
        sources.by_format[specs[spec]] = [copy]
        sources.width, sources.height = copy.width, copy.height
    return sources


def _found(image_ids: list[int], specs: list[str]) -> dict[int, list[tuple[str, Copy]]]:
    rows = GalleryRendition.objects.filter(
        image_id__in=image_ids, filter_spec__in=specs
    ).values_list("image_id", "filter_spec", "file", "width", "height")
    storage = storages["default"]
    found: dict[int, list[tuple[str, Copy]]] = defaultdict(list)
    for image_id, spec, name, width, height in rows:
        found[image_id].append((spec, Copy(storage.url(name), width, height)))
    return found


def _sorted(sources: CardSources) -> CardSources:
    for copies in sources.by_format.values():
        copies.sort(key=lambda copy: copy.width)
    if sources:
        smallest = sources.by_format["jpeg"][0]
        sources.width, sources.height = smallest.width, smallest.height
    return sources
