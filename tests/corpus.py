"""Broken, hostile and odd files for all doors: made on the spot, seeded, always the same.

`corpus` yields more than 400 files, `hostile_sidecars` texts that lie beside a picture. Nothing
hostile lies in the repository.
"""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from pictures.headers import png
from pictures.tests import bad_files as bad
from pictures.tests.painted import exif, painted, png_chunk, png_with_chunk, saved
from tests.corpus_zips import hostile_zips

SEED = 20261123
EVERY = 3  # of the many cut and flipped files
PNG_KINDS = [  # colour type and the depths it may have
    (0, (1, 2, 4, 8, 16)),
    (2, (8, 16)),
    (3, (1, 2, 4, 8)),
    (4, (8, 16)),
    (6, (8, 16)),
]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]


@cache
def corpus() -> tuple[tuple[str, bytes], ...]:
    """Names are short and plain, so that they can be files; those of `hostile_names` are not."""
    files = [
        *bad.bombs(),
        *bad.wrong_types(),
        *bad.polyglots(),
        *list(bad.truncated_files())[::EVERY],
        *list(bad.flipped_files())[::EVERY],
        *telling_files(),
        *png_suite(),
        *odd_chunks(),
        *broken_png(),
        *((name, data) for name, data, _outcome in hostile_zips()),
    ]
    return tuple(files)


def hostile_names() -> list[str]:
    return [name for name, _data in bad.hostile_names()]


def telling_files() -> Iterator[tuple[str, bytes]]:
    """Good pictures that tell more than anybody meant to: place, author, camera, paths."""
    told = exif(gps=True, texts={0x013B: "Somebody", 0x010F: "Camera", 0x8298: "© Somebody"})
    for kind in ("png", "jpeg", "webp", "avif"):
        yield f"place.{kind}", saved(painted(), kind, exif=told)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>C:\\Users\\somebody\\secret</a></x:xmpmeta>'
    yield "xmp.png", png_with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    yield "xmp.webp", saved(painted(), "webp", xmp=xmp)
    yield "comment.jpg", saved(painted(), "jpeg", comment=b"\xff\xfe" * 2_000)
    yield "many-exif.jpg", saved(painted(), "jpeg", exif=exif(texts={0x010E: "x" * 60_000}))


def png_suite() -> Iterator[tuple[str, bytes]]:
    """Every colour type, depth and interlacing that PNG knows, and every filter."""
    for colour, depths in PNG_KINDS:
        for depth in depths:
            for interlaced in (0, 1):
                name = f"basn{interlaced}{colour}{depth:02}.png"
                yield name, hand_made(colour, depth, interlaced=interlaced)
    for kind in range(5):
        yield f"filter{kind}.png", hand_made(2, 8, filter_kind=kind)
    for side in (1, 15, 16, 17, 33):
        yield f"side{side:02}.png", hand_made(0, 1, size=(side, side))
    yield "split.png", hand_made(2, 8, pieces=1)


def odd_chunks() -> Iterator[tuple[str, bytes]]:
    """Chunks that are rare, double, huge, unknown or nonsense."""
    odd = {
        "gamma0": (b"gAMA", struct.pack(">I", 0)),
        "gamma-huge": (b"gAMA", struct.pack(">I", 2**31 - 1)),
        "white": (b"cHRM", struct.pack(">8I", *[2**31 - 1] * 8)),
        "pixels-per-unit": (b"pHYs", struct.pack(">IIB", 2**31 - 1, 1, 9)),
        "bits": (b"sBIT", b"\xff\xff\xff"),
        "clear": (b"tRNS", b"\0\1\0\1\0\1"),
        "clear-short": (b"tRNS", b"\0"),
        "time": (b"tIME", struct.pack(">HBBBBB", 65535, 99, 99, 99, 99, 99)),
        "suggested": (b"sPLT", b"name"),
        "histogram": (b"hIST", bytes(512)),
        "ground": (b"bKGD", b"\0\0"),
        "palette-long": (b"PLTE", bytes(3 * 300)),
        "palette-odd": (b"PLTE", bytes(7)),
        "text-unended": (b"tEXt", b"no end of a key"),
        "text-empty": (b"tEXt", b""),
        "text-key": (b"tEXt", b"k" * 200 + b"\0v"),
        "text-packed": (b"zTXt", b"parameters\0\0" + b"not packed"),
        "text-method": (b"zTXt", b"parameters\0\x63" + zlib.compress(b"x")),
        "text-world": (b"iTXt", b"parameters\0\1\0\0\0" + b"not packed"),
        "text-short": (b"iTXt", b"parameters\0"),
        "text-latin": (b"tEXt", b"parameters\0" + bytes(range(1, 256))),
        "prompt-json": (b"tEXt", b"prompt\0" + b"[" * 100_000),
        "workflow-json": (b"tEXt", b'workflow\0{"nodes": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
        "numbers": (b"tEXt", b"parameters\0x\nSteps: " + b"9" * 5_000 + b", Seed: 1e999, Size: 1x"),
        "profile-empty": (b"iCCP", b"icc\0\0" + zlib.compress(b"")),
        "profile-noise": (
            b"iCCP",
            b"icc\0\0" + zlib.compress(random.Random(SEED).randbytes(9_000)),
        ),
        "exif-noise": (b"eXIf", random.Random(SEED).randbytes(500)),
        "exif-loop": (b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\x08"),
        "unknown": (b"abCd", bytes(100_000)),
        "critical": (b"ABCD", b"?"),
        "frames": (b"acTL", struct.pack(">II", 3, 0)),
        "second-header": (b"IHDR", struct.pack(">IIBBBBB", 9_999, 9_999, 8, 2, 0, 0, 0)),
    }
    for name, (kind, body) in odd.items():
        yield f"chunk-{name}.png", png_with_chunk(kind, body)


def broken_png() -> Iterator[tuple[str, bytes]]:
    """The broken files that every PNG reader is tried with."""
    good = hand_made(2, 8)
    yield "xs1.png", b"\x88" + good[1:]
    yield "xs-crlf.png", good.replace(b"\r\n", b"\n", 1)
    yield "xs-lf.png", good.replace(b"\n", b"\r\n")
    for name, colour, depth in (
        ("c1", 1, 8),
        ("c9", 9, 8),
        ("d0", 2, 0),
        ("d3", 2, 3),
        ("d99", 2, 99),
    ):
        header = struct.pack(">IIBBBBB", 32, 32, depth, colour, 0, 0, 0)
        yield f"x{name}.png", good[:8] + png_chunk(b"IHDR", header) + good[33:]
    for place, name in ((10, "packing"), (11, "filter"), (12, "interlace")):
        body = bytearray(good[16:29])
        body[place] = 7
        yield f"x{name}.png", good[:8] + png_chunk(b"IHDR", bytes(body)) + good[33:]
    for kind, start, end in png.chunks(good):
        yield f"xcrc-{kind.decode()}.png", good[:end] + b"\0\0\0\0" + good[end + 4 :]
        without = good[: start - 8] + good[end + 4 :]
        yield f"xwithout-{kind.decode()}.png", without
        huge = struct.pack(">I", 2**31 - 1)
        yield f"xlong-{kind.decode()}.png", good[: start - 8] + huge + good[start - 4 :]
    yield "xshort-idat.png", hand_made(2, 8, rows=10)
    yield "xlong-idat.png", hand_made(2, 8, rows=500)


def hand_made(
    colour: int,
    depth: int,
    *,
    size: tuple[int, int] = (32, 32),
    interlaced: int = 0,
    filter_kind: int = 0,
    pieces: int = 0,
    rows: int | None = None,
) -> bytes:
    """A PNG put together byte by byte; `pieces` splits its pixels into chunks of so many bytes."""
    width, height = size
    dice = random.Random(f"{colour} {depth} {size} {interlaced}")
    bits = CHANNELS[colour] * depth
    body = bytearray()
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        columns = (width - x + dx - 1) // dx
        for _row in range((height - y + dy - 1) // dy if rows is None else rows):
            if columns > 0:
                body += bytes([filter_kind]) + dice.randbytes((columns * bits + 7) // 8)
    packed = zlib.compress(bytes(body))
    step = pieces or len(packed)
    parts = [packed[at : at + step] for at in range(0, len(packed), step)]
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = png_chunk(b"PLTE", dice.randbytes(3 * 2**depth)) if colour == 3 else b""
    pixels = b"".join(png_chunk(b"IDAT", part) for part in parts)
    return png.SIGNATURE + png_chunk(b"IHDR", header) + palette + pixels + png_chunk(b"IEND", b"")


def hostile_sidecars() -> Iterator[tuple[str, bytes]]:
    """Texts whose names say that they belong to a picture."""
    yield "deep.json", b"[" * 100_000
    yield "deeper.json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield "long.json", b"1" * 400_000
    yield "huge.txt", b"x" * (3 * 1024 * 1024)
    yield "nan.json", b'{"seed": NaN, "steps": Infinity, "cfg_scale": -Infinity}'
    yield "types.json", json.dumps({"prompt": [1], "seed": {}, "steps": "x", "loras": 5}).encode()
    yield "numbers.json", b'{"seed": 1e400, "steps": ' + b"9" * 4_000 + b"}"
    yield "twice.json", b'{"prompt": "a", "prompt": "b"}'
    yield "markup.json", b'{"prompt": "<script>alert(1)</script>"}'
    yield "zero.json", b'{"prompt": "a\\u0000b\\ud800c"}'
    yield "nothing.json", b""
    yield "spaces.txt", b" \n\t " * 100
    yield "bytes.txt", bytes(range(256)) * 20
    yield "utf16.txt", "등대\nSteps: 5, Seed: 3, CFG scale: 7".encode("utf-16")
    yield "korean.txt", "등대\nSteps: 5, Seed: 3, CFG scale: 7".encode("cp949")
    yield "commas.txt", b"x\nSteps: 5" + b", a: b" * 20_000
    yield "quotes.txt", b'x\nSteps: 5, Lora hashes: "' + b'\\"' * 20_000
    yield "picture.json", saved(painted(), "png")
