"""AVIF: AV1 pictures as items of a meta box, or as samples of a track."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pictures.headers import av1
from pictures.headers.boxes import Box, Reader, boxes
from pictures.headers.exif import read_exif
from pictures.headers.survey import Survey
from pictures.intake_errors import BrokenError, TooManyFramesError, TooManyPixelsError
from pictures.intake_limits import MAX_FRAMES, MAX_PIXELS_BY_FORMAT

_BRANDS = frozenset([b"avif", b"avis"])
_MAX_ITEMS = 2_000
_STREAM_HEAD = 4_096


@dataclass(slots=True)
class Items:
    """What the meta box tells: type and extents (start and length in bytes) of each item."""

    kinds: dict[int, bytes] = field(default_factory=dict)
    types: dict[int, bytes] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    in_idat: set[int] = field(default_factory=set)
    idat: int = 0

    def places(self, item: int) -> Iterator[tuple[int, int]]:
        """Start and end in the file of the parts of an item."""
        base = self.idat if item in self.in_idat else 0
        for start, length in self.extents.get(item, ()):
            yield base + start, base + start + length

    def content(self, data: bytes, item: int) -> bytes:
        return b"".join(data[start:end] for start, end in self.places(item))


def is_avif(data: bytes) -> bool:
    """Whether the file type box names AVIF as its brand or among the compatible ones."""
    if data[4:8] != b"ftyp":
        return False
    size = min(int.from_bytes(data[:4]), 256)
    return any(data[at : at + 4] in _BRANDS for at in (8, *range(16, size, 4)))


def walk(data: bytes) -> Survey:
    found, items = Survey("avif"), Items()
    for box in boxes(data):
        _read_box(data, box, found, items)
    if not found.width:
        raise BrokenError
    _check_streams(data, items)
    for item, kind in items.kinds.items():
        if kind == b"Exif":
            block = _spent(data, items, item, found)
            read_exif(block[4 + int.from_bytes(block[:4]) :], found)
        elif kind == b"mime" and items.types.get(item) == b"application/rdf+xml":
            found.xmp = _spent(data, items, item, found)
    found.pixels = data
    return found


def _spent(data: bytes, items: Items, item: int, found: Survey) -> bytes:
    """The content of a text item, counted before it is copied."""
    found.budget.spend(sum(end - start for start, end in items.places(item)))
    return items.content(data, item)


def _read_box(data: bytes, box: Box, found: Survey, items: Items) -> None:
    reader = Reader(data, box.start, box.end)
    if box.kind == b"ispe":
        reader.take(4)
        width, height = reader.number(4), reader.number(4)
        if width * height > found.width * found.height:
            found.width, found.height = width, height
    elif box.kind in (b"stsz", b"stz2"):
        reader.take(8)
        found.frames = max(found.frames, reader.number(4))
        if found.frames > MAX_FRAMES:
            raise TooManyFramesError
    elif box.kind == b"stsd":
        _read_sample_entry(reader, found)
    elif box.kind == b"colr":
        found.budget.spend(box.end - box.start)
    elif box.kind == b"iinf":
        _read_item_infos(data, box, items)
    elif box.kind == b"iloc":
        _read_item_places(reader, items)
    elif box.kind == b"idat":
        items.idat = box.start


def _read_sample_entry(reader: Reader, found: Survey) -> None:
    """The size in the first entry of a track's sample description."""
    reader.take(8 + 8 + 24)
    width, height = reader.number(2), reader.number(2)
    if width * height > found.width * found.height:
        found.width, found.height = width, height


def _read_item_infos(data: bytes, box: Box, items: Items) -> None:
    reader = Reader(data, box.start, box.end)
    version = reader.number(4) >> 24
    count = reader.number(2 if version == 0 else 4)
    if count > _MAX_ITEMS:
        raise BrokenError
    for _ in range(count):
        start = reader.position
        size = reader.number(4)
        if size < 8:
            raise BrokenError
        entry = Reader(data, start + 8, start + size)
        reader.take(size - 4)
        entry_version = entry.number(4) >> 24
        if entry_version >= 2:
            item = entry.number(2 if entry_version == 2 else 4)
            entry.take(2)
            items.kinds[item] = entry.take(4)
            _, *rest = entry.take(entry.end - entry.position).split(b"\0")
            items.types[item] = rest[0] if rest else b""


def _read_item_places(reader: Reader, items: Items) -> None:
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    id_size = 2 if version < 2 else 4
    count = reader.number(id_size)
    if count > _MAX_ITEMS:
        raise BrokenError
    for _ in range(count):
        item = reader.number(id_size)
        if version in (1, 2) and reader.number(2) & 15 == 1:
            items.in_idat.add(item)
        reader.take(2)
        base = reader.number(base_size)
        parts = reader.number(2)
        if parts > _MAX_ITEMS:
            raise BrokenError
        places = []
        for _ in range(parts):
            reader.take(index_size)
            start = base + reader.number(offset_size)
            places.append((start, reader.number(length_size)))
        items.extents[item] = places


def _check_streams(data: bytes, items: Items) -> None:
    """Raise where an AV1 item announces frames beyond the limit, whatever the boxes say."""
    limit = MAX_PIXELS_BY_FORMAT["avif"]
    for item, kind in items.kinds.items():
        if kind != b"av01":
            continue
        first = next(iter(items.places(item)), (0, 0))
        size = av1.frame_size(data[first[0] : min(first[1], first[0] + _STREAM_HEAD)])
        if size is None:
            raise BrokenError
        if size[0] * size[1] > limit:
            raise TooManyPixelsError(pixels=limit)
