"""Small pictures for tests, painted on the spot; sizes in px."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

INFOTEXT = (
    "a lighthouse\nNegative prompt: blurry\nSteps: 2, Sampler: Euler a, Schedule type: Automatic, "
    "CFG scale: 7.0, Seed: 42, Size: 64x64, Model hash: 9ce000b877, Model: random-sd15, "
    "Version: f2.0.1v1.10.1-previous-669-gdfdcbab6"
)


def painted(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A gradient with a red disc in the upper left corner."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    radius = min(size) // 5
    ImageDraw.Draw(image).ellipse((2, 2, 2 + 2 * radius, 2 + 2 * radius), "#d02040")
    if mode == "RGBA":
        alpha = Image.linear_gradient("L").rotate(90).resize(size)
        image.putalpha(alpha)
        return image
    return image.convert(mode)


def saved(image: Image.Image, file_format: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, file_format.upper(), **options)
    return target.getvalue()


def png_with_text(
    text: str, *, key: str = "parameters", packed: bool = False, **kind: Any
) -> bytes:
    chunks = PngImagePlugin.PngInfo()
    if kind.get("international"):
        chunks.add_itxt(key, text, zip=packed)
    else:
        chunks.add_text(key, text, zip=packed)
    return saved(painted(), "png", pnginfo=chunks)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def png_with_chunk(kind: bytes, body: bytes) -> bytes:
    """A good PNG with one more chunk behind its header."""
    data = saved(painted(), "png")
    return data[:33] + png_chunk(kind, body) + data[33:]


def exif(
    *,
    comment: bytes = b"",
    orientation: int = 0,
    texts: dict[int, str | bytes] | None = None,
    gps: bool = False,
) -> Image.Exif:
    """An EXIF block; `comment` is the whole UserComment with its eight bytes of prefix."""
    block = Image.Exif()
    block[0x0131] = "painted"  # Pillow leaves a block out that is empty but for its sub-blocks
    for tag, text in (texts or {}).items():
        block[tag] = text
    if orientation:
        block[0x0112] = orientation
    if comment:
        block.get_ifd(0x8769)[0x9286] = comment
    if gps:
        block.get_ifd(0x8825).update(
            {1: "N", 2: (37.0, 33.0, 58.8), 3: "E", 4: (126.0, 58.0, 40.0)}
        )
    return block


def webui_comment(text: str) -> bytes:
    """A UserComment as WebUI writes it: UTF-16, big-endian."""
    return b"UNICODE\0" + text.encode("utf-16-be")
