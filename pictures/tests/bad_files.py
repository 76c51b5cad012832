"""Broken and hostile files, made on the spot and always the same.

`bad_files` yields a name and bytes. Some may still be taken for pictures (a flipped bit need not
show, trailing data is harmless): what counts is that each is either taken or refused in words.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image

from pictures.headers import boxes, jpeg, png, webp
from pictures.tests.painted import (
    INFOTEXT,
    exif,
    painted,
    png_chunk,
    png_with_chunk,
    png_with_text,
    saved,
    webui_comment,
)

SEED = 20261122
FLIPS_PER_FILE = 10
FRAMES_PER_BOMB = 600
PACKED_ZEROS = zlib.compress(bytes(16 * 1024 * 1024), 9)


def bad_files() -> Iterator[tuple[str, bytes]]:
    yield from truncated_files()
    yield from flipped_files()
    yield from bombs()
    yield from wrong_types()
    yield from polyglots()
    yield from hostile_names()


@cache
def good_files() -> dict[str, bytes]:
    """A picture of each kind and make, all of them accepted."""
    turned = exif(comment=webui_comment(INFOTEXT), orientation=6)
    still, clear = painted(), painted(mode="RGBA")
    frames = [painted((40, 32)).rotate(angle) for angle in (0, 40, 80)]
    film = {"save_all": True, "append_images": frames[1:]}
    return {
        "plain.png": png_with_text(INFOTEXT),
        "clear.png": saved(clear, "png", exif=turned),
        "palette.png": saved(painted(mode="P"), "png"),
        "film.png": saved(frames[0], "png", **film),
        "plain.jpg": saved(still, "jpeg", exif=turned),
        "progressive.jpg": saved(still, "jpeg", progressive=True, comment=b"hello"),
        "print.jpg": saved(painted(mode="CMYK"), "jpeg"),
        "plain.webp": saved(still, "webp", exif=turned),
        "lossless.webp": saved(clear, "webp", lossless=True),
        "film.webp": saved(frames[0], "webp", **film),
        "plain.avif": saved(still, "avif", exif=turned),
        "clear.avif": saved(clear, "avif"),
        "film.avif": saved(frames[0], "avif", **film),
        "film.gif": saved(frames[0], "gif", **film),
    }


def truncated_files() -> Iterator[tuple[str, bytes]]:
    """Cut at, just before and just after each boundary of the file's structure."""
    for name, data in good_files().items():
        cuts = {at + shift for at in _boundaries(name, data) for shift in (-1, 0, 1)}
        for cut in sorted(cut for cut in cuts if 0 <= cut < len(data)):
            yield f"cut-{cut}-{name}", data[:cut]


def flipped_files() -> Iterator[tuple[str, bytes]]:
    """One bit in every file turned over, most of them in its head."""
    dice = random.Random(SEED)
    for name, data in good_files().items():
        for number in range(FLIPS_PER_FILE):
            reach = min(len(data), 200) if number % 2 else len(data)
            flipped = bytearray(data)
            flipped[dice.randrange(reach)] ^= 1 << dice.randrange(8)
            yield f"flip-{number}-{name}", bytes(flipped)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that ask for much memory or time."""
    yield "pixels.png", pixel_bomb(13_000, 13_000)
    yield "wide.png", pixel_bomb(2_000_000, 8)
    yield "header-only.png", _png_header(100_000, 100_000)
    yield "nothing.png", _png_header(0, 0)
    yield "frames.gif", frame_bomb_gif()
    yield "frames.png", png_with_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "frames.webp", frame_bomb_webp()
    yield "text.png", png_with_chunk(b"zTXt", b"parameters\0\0" + PACKED_ZEROS)
    yield "world-text.png", png_with_chunk(b"iTXt", b"prompt\0\1\0\0\0" + PACKED_ZEROS)
    yield "profile.png", png_with_chunk(b"iCCP", b"icc\0\0" + PACKED_ZEROS)
    yield "many-texts.png", many_texts()
    yield "many-chunks.png", many_chunks()
    yield "scans.jpg", scan_bomb()
    yield "padding.jpg", saved(painted(), "jpeg")[:-2] + b"\xff" * 2_000_000 + b"\x00"
    yield "lying.avif", lying_avif()
    yield "nested.avif", b"\0\0\0\x14ftypavif\0\0\0\0avif" + struct.pack(">I4s", 0, b"moov") * 5_000
    yield "blocks.gif", saved(painted(), "gif")[:13] + b"!\xff\0" * 200_000


def wrong_types() -> Iterator[tuple[str, bytes]]:
    """Files of other kinds, with their own name and as `.png`."""
    still = painted()
    others = {
        "page.html": b"<!doctype html><script>alert(1)</script>",
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "drawing.eps": saved(still, "eps"),
        "scan.tiff": saved(still, "tiff"),
        "scan.pdf": saved(still, "pdf"),
        "old.bmp": saved(still, "bmp"),
        "old.ico": saved(still, "ico"),
        "old.tga": saved(still, "tga"),
        "old.ppm": saved(still, "ppm"),
        "new.jp2": saved(still, "jpeg2000"),
        "stars.fits": b"SIMPLE  =                    T".ljust(2880),
        "layers.psd": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 64, 64, 8, 3),
        "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64),
        "archive.zip": b"PK\5\6" + bytes(18),
        "empty.png": b"",
        "byte.png": b"\x89",
        "zeros.png": bytes(4096),
        "words.txt": "그림이 아니에요".encode(),
        "noise.bin": random.Random(SEED).randbytes(4096),
    }
    for name, data in others.items():
        yield name, data
        yield f"{name}.png", data
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x04\0\0\0WEBP", b"GIF89a"):
        yield f"signature-{start[:3].hex()}", start
        yield f"signature-noise-{start[:3].hex()}", start + random.Random(SEED).randbytes(2048)
    yield "signature-avif", b"\0\0\0\x14ftypavif\0\0\0\0avif" + random.Random(SEED).randbytes(2048)


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Pictures that are something else too."""
    files = good_files()
    yield "zip-behind.png", files["plain.png"] + b"PK\5\6" + bytes(18)
    yield "html-behind.jpg", files["plain.jpg"] + b"<script>alert(1)</script>"
    yield "html-inside.jpg", saved(painted(), "jpeg", comment=b"<script>alert(1)</script>")
    yield "script.gif", b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//"
    yield "php-inside.png", png_with_text("<?php system($_GET[0]); ?>")
    yield "two.png", files["plain.png"] + files["clear.png"]
    yield "webp-behind.avif", files["plain.avif"] + files["plain.webp"]


def hostile_names() -> Iterator[tuple[str, bytes]]:
    data = saved(painted(), "png")[:-20]
    for name in (
        "../../etc/passwd",
        "C:\\x\\y.png",
        "<script>.png",
        "%(name)s%s{0}.png",
        "\0\n\u202e.png",
    ):
        yield name, data
    yield "x" * 5_000 + ".png", data


def pixel_bomb(width: int, height: int) -> bytes:
    """A whole black PNG of one bit a pixel: a few kilobytes, whatever its size in px."""
    rows = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(rows.compress(row * 100) for _ in range(height // 100 + 1)) + rows.flush()
    return _png_header(width, height) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def frame_bomb_gif(frames: int = FRAMES_PER_BOMB) -> bytes:
    data = saved(painted((16, 16)), "gif")
    first_frame = data.index(b",", 13 + (3 << (data[10] & 7) + 1))
    return data[:first_frame] + data[first_frame:-1] * frames + b";"


def frame_bomb_webp(frames: int = FRAMES_PER_BOMB) -> bytes:
    pair = [painted((16, 16)), painted((16, 16)).rotate(90)]
    data = saved(pair[0], "webp", save_all=True, append_images=pair[1:])
    start, end = next((start, end) for kind, start, end in webp.chunks(data) if kind == b"ANMF")
    body = data[8:] + data[start:end] * frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


def many_texts() -> bytes:
    """Texts that are harmless one by one and too much together."""
    packed = zlib.compress(bytes(900_000), 9)
    texts = b"".join(png_chunk(b"zTXt", b"t%d\0\0" % number + packed) for number in range(8))
    data = saved(painted(), "png")
    return data[:33] + texts + data[33:]


def many_chunks() -> bytes:
    data = saved(painted(), "png")
    return data[:33] + png_chunk(b"tEXt", b"k\0v") * 100_000 + data[33:]


def scan_bomb() -> bytes:
    """A large progressive JPEG whose last scan comes again and again."""
    data = saved(Image.new("L", (6000, 6000)), "jpeg", progressive=True)
    start, end = [found[1:] for found in jpeg.segments(data) if found[0] == 0xDA][-1]
    return data[:end] + data[start:end] * 200 + b"\xff\xd9"


def lying_avif() -> bytes:
    """Boxes that announce a small picture around a stream of a large one."""
    data = bytearray(saved(Image.new("L", (5200, 5200)), "avif", speed=10))
    for box in boxes.boxes(bytes(data)):
        if box.kind == b"ispe":
            data[box.start + 4 : box.end] = struct.pack(">II", 64, 64)
    return bytes(data)


def _png_header(width: int, height: int) -> bytes:
    return png.SIGNATURE + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))


def _boundaries(name: str, data: bytes) -> list[int]:
    kind = name.rpartition(".")[2]
    if kind == "png":
        return [at for found in png.chunks(data) for at in found[1:]]
    if kind == "jpg":
        return [at for found in jpeg.segments(data) for at in found[1:]]
    if kind == "webp":
        return [at for found in webp.chunks(data) for at in found[1:]]
    if kind == "avif":
        return [at for box in boxes.boxes(data) for at in (box.start - 8, box.start, box.end)]
    return list(range(6, len(data), max(len(data) // 25, 1)))
