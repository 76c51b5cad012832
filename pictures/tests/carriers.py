"""Pictures that carry a sample's texts in each way there is, for tests."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin

from pictures.intake import take_in
from pictures.recipe import Recipe
from pictures.sidecars import read_sidecar
from pictures.tests.painted import exif, painted, saved, webui_comment
from pictures.tests.sample import Sample

Carrier = Callable[[Sample], Recipe]


def _png(add: Callable[[PngImagePlugin.PngInfo, str, str], None]) -> Carrier:
    def carry(sample: Sample) -> Recipe:
        chunks = PngImagePlugin.PngInfo()
        for key, text in sample.texts.items():
            add(chunks, key, text)
        return take_in(saved(painted(), "png", pnginfo=chunks)).recipe

    return carry


def _plain(chunks: PngImagePlugin.PngInfo, key: str, text: str) -> None:
    """tEXt in UTF-8, as most programs write it although the standard says Latin-1."""
    chunks.add(b"tEXt", key.encode() + b"\0" + text.encode())


def _packed(chunks: PngImagePlugin.PngInfo, key: str, text: str) -> None:
    chunks.add(b"zTXt", key.encode() + b"\0\0" + zlib.compress(text.encode()))


def _exif(file_format: str) -> Carrier:
    def carry(sample: Sample) -> Recipe:
        block = exif(comment=webui_comment(sample.comment))
        return take_in(saved(painted(), file_format, exif=block)).recipe

    return carry


def _described(sample: Sample) -> Recipe:
    """In a JPEG's field for descriptions, in UTF-8."""
    block = exif(texts={0x010E: sample.comment.encode()})
    return take_in(saved(painted(), "jpeg", exif=block)).recipe


def hidden(text: str, *, packed: bool = True, colours: bool = False) -> Image.Image:
    """A picture with `text` in the lowest bits of its transparency, or of its colours."""
    body = gzip.compress(text.encode()) if packed else text.encode()
    sign = f"stealth_{'rgb' if colours else 'png'}{'comp' if packed else 'info'}".encode()
    stream = sign + (8 * len(body)).to_bytes(4) + body
    bits = [byte >> shift & 1 for byte in stream for shift in range(7, -1, -1)]
    image = painted((160, 200), "RGB" if colours else "RGBA")
    pixels = image.load()
    step = 3 if colours else 1
    for at in range(0, len(bits), step):
        x, y = divmod(at // step, image.height)
        if colours:
            part = [*bits[at : at + 3], 0, 0][:3]
            pixels[x, y] = tuple(v & 254 | bit for v, bit in zip(pixels[x, y], part, strict=True))
        else:
            pixels[x, y] = (*pixels[x, y][:3], 254 | bits[at])
    return image


def _hidden(sample: Sample) -> Recipe:
    return take_in(saved(hidden(sample.comment), "png")).recipe


def _beside(sample: Sample) -> Recipe:
    ending, text = sample.sidecar or ("", "")
    return read_sidecar(f"a{ending}", text.encode())


CARRIERS: dict[str, Carrier] = {
    "PNG tEXt": _png(_plain),
    "PNG iTXt": _png(lambda chunks, key, text: chunks.add_itxt(key, text)),
    "PNG zTXt": _png(_packed),
    "JPEG EXIF": _exif("jpeg"),
    "JPEG description": _described,
    "WebP EXIF": _exif("webp"),
    "AVIF EXIF": _exif("avif"),
    "hidden in pixels": _hidden,
    "`.txt`": _beside,
    "`.json`": _beside,
}


def writes(sample: Sample, carrier: str) -> bool:
    """Whether the program writes such a file."""
    if carrier.startswith("PNG"):
        return bool(sample.texts)
    if carrier.startswith("`"):
        return bool(sample.sidecar) and sample.sidecar[0].endswith(carrier.strip("`"))
    return bool(sample.comment)
