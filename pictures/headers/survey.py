"""What the walkers share: their finding, and the budget for hidden data."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from pictures.intake_errors import TooMuchTextError
from pictures.intake_limits import MAX_TEXT_BYTES
from pictures.storable import storable

_MAX_TEXTS = 200
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


@dataclass(slots=True)
class Survey:
    """The facts of one file. `width`/`height` in px before `orientation` (EXIF, 1–8).

    `pixels` is what the decoder gets: the same picture without text, EXIF and XMP, and without
    whatever follows its end. `xmp` is the raw packet.
    """

    format: str
    width: int = 0
    height: int = 0
    frames: int = 1
    orientation: int = 1
    texts: dict[str, str] = field(default_factory=dict)
    xmp: bytes = b""
    pixels: bytes = b""
    budget: TextBudget = field(default_factory=lambda: TextBudget())

    def add_text(self, key: str, text: str) -> None:
        """Keep `text` under `key`; a second one of that key gets a number."""
        key, text = storable(key).strip()[:80], storable(text)
        if key in self.texts:
            key = f"{key} {len(self.texts) + 1}"
        if text.strip() and len(self.texts) < _MAX_TEXTS:
            self.texts[key] = text


class TextBudget:
    """Counts bytes of text, EXIF and profiles; raises `TooMuchTextError` when spent."""

    def __init__(self, limit: int = MAX_TEXT_BYTES) -> None:
        self.left = limit

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooMuchTextError

    def inflate(self, packed: bytes) -> bytes:
        """Decompress zlib or gzip data within the budget; damaged data gives b""."""
        try:
            plain = zlib.decompressobj(_ZLIB_OR_GZIP).decompress(packed, self.left + 1)
        except zlib.error:
            return b""
        self.spend(len(plain))
        return plain
