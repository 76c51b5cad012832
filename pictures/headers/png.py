"""PNG: chunks of length, type, data and checksum."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pictures.headers.exif import read_exif
from pictures.headers.survey import Survey, TextBudget
from pictures.intake_errors import BrokenError, TooManyFramesError
from pictures.intake_limits import MAX_FRAMES

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_KEY = "XML:com.adobe.xmp"

_MAX_CHUNKS = 65_536
_FOR_THE_DECODER = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"iCCP", b"sRGB", b"IEND"])
_MAX_PROFILE = 1_000_000  # Pillow gives up above 1 MiB


def is_png(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end (whole chunk, in bytes) of every chunk up to IEND."""
    position = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if position + 12 > len(data):
            raise BrokenError
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise BrokenError
        yield kind, position, end
        if kind == b"IEND":
            return
        position = end
    raise BrokenError


def walk(data: bytes) -> Survey:
    found = Survey("png")
    kept = [memoryview(SIGNATURE)]
    view = memoryview(data)
    seen: set[bytes] = set()
    for kind, start, end in chunks(data):
        if not seen and (kind != b"IHDR" or end - start != 25):
            raise BrokenError
        if kind == b"IHDR" and kind in seen:
            raise BrokenError
        seen.add(kind)
        if kind not in _FOR_THE_DECODER:
            _read_chunk(kind, data[start + 8 : end - 4], found)
        elif kind != b"iCCP" or _usable_profile(data[start + 8 : end - 4], found.budget):
            kept.append(view[start:end])
    if b"IDAT" not in seen:
        raise BrokenError
    found.width, found.height = struct.unpack_from(">II", data, 16)
    found.pixels = b"".join(kept)
    return found


def _usable_profile(body: bytes, budget: TextBudget) -> bool:
    """Whether a colour profile can be unpacked and is small enough for Pillow."""
    _, _, packed = body.partition(b"\0")
    return 0 < len(budget.inflate(packed[1:])) <= _MAX_PROFILE


def _read_chunk(kind: bytes, body: bytes, found: Survey) -> None:
    if kind == b"acTL" and len(body) >= 4:
        (found.frames,) = struct.unpack_from(">I", body)
        if found.frames > MAX_FRAMES:
            raise TooManyFramesError
    elif kind == b"eXIf":
        found.budget.spend(len(body))
        read_exif(body, found)
    elif kind in (b"tEXt", b"zTXt", b"iTXt"):
        key, text = _text(kind, body, found.budget)
        found.add_text(key, text)
        if key == XMP_KEY:
            found.xmp = text.encode(errors="replace")


def _text(kind: bytes, body: bytes, budget: TextBudget) -> tuple[str, str]:
    keyword, _, rest = body.partition(b"\0")
    budget.spend(len(keyword))
    key = keyword.decode("latin-1")
    if kind == b"tEXt":
        budget.spend(len(rest))
        return key, _latin_or_utf8(rest)
    if kind == b"zTXt":
        return key, _latin_or_utf8(budget.inflate(rest[1:]))
    packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
    if packed:
        text = budget.inflate(text)
    else:
        budget.spend(len(text))
    return key, text.decode(errors="replace")


def _latin_or_utf8(text: bytes) -> str:
    """The standard says Latin-1, but several programs write UTF-8 into tEXt."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")
