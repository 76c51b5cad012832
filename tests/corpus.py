"""Broken, hostile and odd files for all doors: made on the spot, seeded, always the same.

`corpus` yields more than 400 files; `hostile_zips` archives with what each of their entries should
come to; `hostile_sidecars` texts that lie beside a picture. Nothing hostile lies in the repository.
"""

from __future__ import annotations

import io
import json
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from pictures.headers import png
from pictures.tests import bad_files as bad
from pictures.tests.painted import exif, painted, png_chunk, png_with_chunk, saved
from pictures.tests.scenes import scene

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


@cache
def hostile_zips() -> tuple[tuple[str, bytes, dict[str, str]], ...]:
    """Name, bytes, and the code that each entry is refused with ("" for one that comes in)."""
    return (*_zips_with_bad_entries(), *_bad_zips())


def _zips_with_bad_entries() -> Iterator[tuple[str, bytes, dict[str, str]]]:
    good, other = scene(9_001, size=(48, 64)), scene(9_002, size=(48, 64))
    yield (
        "slip.zip",
        zipped({"../../../etc/passwd.png": good, "/abs.png": other}),
        {
            "passwd.png": "",
            "abs.png": "",
        },
    )
    yield (
        "back.zip",
        zipped({"..\\..\\windows.png": good, "C:\\x\\y.png": other}),
        {
            "windows.png": "",
            "y.png": "",
        },
    )
    yield (
        "link.zip",
        zipped({"link.png": b"/etc/passwd", "good.png": good}, mode=0o120777),
        {
            "link.png": "zip_link",
            "good.png": "",
        },
    )
    nested = zipped({"inner.png": good})
    yield (
        "nested.zip",
        zipped({"a.zip": nested, "b.png": nested, "good.png": good}),
        {
            "a.zip": "zip_nested",
            "b.png": "zip_nested",
            "good.png": "",
        },
    )
    flat = bytes(8 * 1024 * 1024)
    yield (
        "ratio.zip",
        zipped({"bomb.png": flat, "good.png": good}),
        {
            "bomb.png": "zip_ratio",
            "good.png": "",
        },
    )
    yield (
        "large.zip",
        zipped({"large.png": _noise(33), "good.png": good}),
        {
            "large.png": "too_large",
            "good.png": "",
        },
    )
    yield (
        "locked.zip",
        patched(zipped({"x.png": good, "good.png": other}), "x.png", flags=1),
        {
            "x.png": "zip_encrypted",
            "good.png": "",
        },
    )
    yield (
        "method.zip",
        patched(zipped({"x.png": good, "good.png": other}), "x.png", method=99),
        {
            "x.png": "zip_method",
            "good.png": "",
        },
    )
    for name, lie in (
        ("small", {"size": 1}),
        ("huge", {"size": 2**31}),
        ("sum", {"crc": 1}),
        ("packed-small", {"packed": 10}),
        ("packed-huge", {"packed": 2**30}),
        ("far", {"offset": 2**30}),
    ):
        archive = patched(zipped({"x.png": good, "good.png": other}), "x.png", **lie)
        harmless = name in ("small", "huge", "packed-huge")
        yield (
            f"lying-{name}.zip",
            archive,
            {
                "x.png": "" if harmless else "zip_damaged",
                "good.png": "",
            },
        )
    yield (
        "utf8.zip",
        badly_named(good, other),
        {
            "\ufffd" * 6 + ".png": "",
            "good.png": "",
        },
    )
    yield "cp949.zip", korean(good), {"노을.png": ""}
    yield "same.zip", zipped([("a.png", good), ("a.png", other)]), {"a.png": ""}
    yield (
        "hidden.zip",
        zipped({"__MACOSX/._a.png": b"x", ".b.png": b"x", "a.png": good}),
        {"a.png": ""},
    )
    yield (
        "kinds.zip",
        zipped({"a.html": b"<script>", "b.png": b"", "c.png": good}),
        {
            "a.html": "unsupported",
            "b.png": "empty",
            "c.png": "",
        },
    )
    yield "behind.zip", b"#!/bin/sh\n" * 50 + zipped({"a.png": good}), {"a.png": ""}


def _bad_zips() -> Iterator[tuple[str, bytes, dict[str, str]]]:
    good = scene(9_001, size=(48, 64))
    yield (
        "many.zip",
        zipped({f"{number}.txt": b"" for number in range(2_001)}),
        {"many.zip": "zip_entries"},
    )
    yield "list.zip", long_list(), {"list.zip": "zip_entries"}
    yield "cut.zip", zipped({"a.png": good})[:-10], {"cut.zip": "no_zip"}
    yield (
        "no-list.zip",
        b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 9, 9, 900, 900, 0),
        {"no-list.zip": "no_zip"},
    )
    yield "noise.zip", random.Random(SEED).randbytes(5_000), {"noise.zip": "no_zip"}
    yield "none.zip", b"", {"none.zip": "no_zip"}


def zipped(files: dict[str, bytes] | list[tuple[str, bytes]], *, mode: int = 0) -> bytes:
    """An archive of a dict or of pairs; the first entry gets the Unix `mode`."""
    target = io.BytesIO()
    pairs = files.items() if isinstance(files, dict) else files
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        for number, (name, data) in enumerate(pairs):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16 if number == 0 else 0
            archive.writestr(entry, data)
    return target.getvalue()


FIELDS = {  # offset in an entry of the list, and how it is packed
    "flags": (8, "<H"),
    "method": (10, "<H"),
    "crc": (16, "<L"),
    "packed": (20, "<L"),
    "size": (24, "<L"),
    "offset": (42, "<L"),
}


def patched(data: bytes, name: str, **lies: int) -> bytes:
    """The archive with other values in the list's entry for `name`; the entry itself stays."""
    changed = bytearray(data)
    at = changed.rindex(name.encode()) - 46
    for field, value in lies.items():
        place, form = FIELDS[field]
        struct.pack_into(form, changed, at + place, value)
    return bytes(changed)


def badly_named(good: bytes, other: bytes) -> bytes:
    """An entry that says its name is UTF-8, which it is not."""
    data = zipped({"가가.png": good, "good.png": other})
    return data.replace("가가".encode(), b"\xff\xfe\x80\x81\x82\x83")


def korean(data: bytes) -> bytes:
    """As Windows in Korea packs: names in CP949, and no sign of it."""
    return zipped({"xxxx.png": data}).replace(b"xxxx", "노을".encode("cp949"))


def long_list() -> bytes:
    """A list of 200,000 entries that all name the same bytes."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    body = (entry + b"a") * 200_000
    return body + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(body), 0, 0)


def _noise(megabytes: int) -> bytes:
    """Packed hardly at all, so that its size is what counts."""
    return random.Random(SEED).randbytes(1024 * 1024) * megabytes
