"""Archives that are broken, hostile or odd, with what each of their entries should come to."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Iterator
from functools import cache

from pictures.tests.scenes import scene

SEED = 20261123


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
