"""The existing copies of a picture, ready to be printed: nothing is made in a request.

Of a sensitive image they are the blurred ones, so that whoever prints them shows those; the real
ones stand behind. Of a hidden image there are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import FileSystemStorage, storages
from django.db.models import QuerySet

from pictures.blurring import blurred_fill_spec, blurred_whole_spec
from pictures.composed import composed
from pictures.formats import PictureFormat
from pictures.models import GalleryImage, GalleryRendition, Sensitivity
from pictures.rendering import RENDITION_FORMATS, RENDITION_WIDTHS, fill_spec, max_spec


@dataclass(frozen=True, slots=True)
class Copy:
    """One file: address and size in px."""

    url: str
    width: int
    height: int


@dataclass(slots=True)
class CardSources:
    """The copies of one picture by file format, smallest first; empty while none is made.

    `covered` holds the real ones of a sensitive picture, whose visible ones are blurred.
    """

    width: int
    height: int
    by_format: dict[str, list[Copy]] = field(default_factory=dict)
    covered: CardSources | None = None

    @property
    def real(self) -> CardSources:
        """For those who asked to see it."""
        return self.covered or self

    def __bool__(self) -> bool:
        return bool(self.by_format.get("jpeg"))


Key = tuple[int, str]  # image id and format
GridCopies = dict[Key, CardSources]


def grid_copies(images: Iterable[Key]) -> GridCopies:
    """Copies for lists: for each (image id, format) the fills of that format. One query."""
    return all_copies(images, None)[0]


def all_copies(
    images: Iterable[Key], whole: GalleryImage | None
) -> tuple[GridCopies, CardSources | None]:
    """The fills of `images`, and the uncropped copies of `whole`, together in one query."""
    wanted = list(dict.fromkeys((pk, PictureFormat(name)) for pk, name in images if name))
    specs = _fill_specs({format for _, format in wanted})
    large = {max_spec(file_format): file_format for file_format in RENDITION_FORMATS}
    blurred = [blurred_fill_spec(format) for format in {format for _, format in wanted}]
    ids = {pk for pk, _ in wanted} | ({whole.pk} if whole else set())
    whole_specs = [*large, blurred_whole_spec()] if whole else []
    found, sensitive = _found(ids, [*specs, *blurred, *whole_specs])
    grid = {(pk, str(format)): _fills(found[pk], specs, format) for pk, format in wanted}
    for pk, format in wanted:
        if pk in sensitive:
            key = (pk, str(format))
            grid[key] = _covered(grid[key], found[pk], blurred_fill_spec(format))
    if whole is None:
        return grid, None
    sources = _large(whole, found[whole.pk], large)
    if whole.sensitivity == Sensitivity.SENSITIVE:
        sources = _covered(sources, found[whole.pk], blurred_whole_spec())
    return grid, sources


def _covered(real: CardSources, found: list[tuple[str, Copy]], blurred: str) -> CardSources:
    """The blurred copy before the real ones; while it is not made, nothing is to be seen."""
    shown = CardSources(real.width, real.height, covered=real)
    for spec, copy in found:
        if spec == blurred:
            shown.by_format["jpeg"] = [copy]
    return shown


def _fill_specs(formats: set[PictureFormat]) -> dict[str, tuple[PictureFormat, str]]:
    return {
        fill_spec(format, width, file_format): (format, file_format)
        for format in formats
        for width in RENDITION_WIDTHS
        for file_format in RENDITION_FORMATS
    }


def _fills(
    found: list[tuple[str, Copy]],
    specs: dict[str, tuple[PictureFormat, str]],
    format: PictureFormat,
) -> CardSources:
    width = RENDITION_WIDTHS[0]
    sources = CardSources(width, round(width / format.ratio))
    for spec, copy in found:
        spec_format, file_format = specs.get(spec, (None, ""))
        if spec_format == format:
            sources.by_format.setdefault(file_format, []).append(copy)
    return _sorted(sources)


def _large(
    image: GalleryImage, found: list[tuple[str, Copy]], specs: dict[str, str]
) -> CardSources:
    sources = CardSources(image.width, image.height)
    for spec, copy in found:
        if spec in specs:
            sources.by_format[specs[spec]] = [copy]
            sources.width, sources.height = copy.width, copy.height
    return sources


def _found(
    image_ids: Iterable[int], specs: list[str]
) -> tuple[dict[int, list[tuple[str, Copy]]], set[int]]:
    """Copies by image, and which of the images are sensitive; none of hidden ones. One query."""
    rows = _rows(image_ids=tuple(sorted(image_ids)), specs=tuple(specs))
    address = _addresses()
    found: dict[int, list[tuple[str, Copy]]] = defaultdict(list)
    sensitive: set[int] = set()
    for image_id, spec, name, width, height, sensitivity in rows:
        found[image_id].append((spec, Copy(address(name), width, height)))
        if sensitivity == Sensitivity.SENSITIVE:
            sensitive.add(image_id)
    return found, sensitive


@composed
def _rows(*, image_ids: tuple[int, ...], specs: tuple[str, ...]) -> QuerySet[Any]:
    return (
        GalleryRendition.objects.filter(image_id__in=image_ids, filter_spec__in=specs)
        .exclude(image__sensitivity=Sensitivity.HIDDEN)
        .values_list("image_id", "filter_spec", "file", "width", "height", "image__sensitivity")
    )


def _addresses() -> Callable[[str], str]:
    """From the name of a copy to its address.

    On a local disk without asking the storage, which takes longer than the query for a page of
    copies; their names are made of letters that need no quoting.
    """
    storage = storages["default"]
    if isinstance(storage, FileSystemStorage):
        return f"{storage.base_url}{{}}".format
    return storage.url


def _sorted(sources: CardSources) -> CardSources:
    for copies in sources.by_format.values():
        copies.sort(key=lambda copy: copy.width)
    if sources:
        smallest = sources.by_format["jpeg"][0]
        sources.width, sources.height = smallest.width, smallest.height
    return sources
