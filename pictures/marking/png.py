"""PNG: header, palette, transparency and pixel data; then what we say."""

from __future__ import annotations

import struct
import zlib

from pictures.decoding import is_srgb
from pictures.headers.png import SIGNATURE, XMP_KEY, chunks

_KEPT = frozenset([b"PLTE", b"tRNS", b"IDAT"])
_FIXED = {b"sRGB": 1, b"gAMA": 4}  # with their length: a number each, which no text fits in
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PORTION = 1 << 20


def written(data: bytes, mark: bytes, exif: bytes, infotext: str) -> bytes:
    """Raises ValueError where the pixel data holds more than pixels, or needs a colour profile."""
    pieces = [SIGNATURE]
    head = data[16:29]
    stream = []
    for kind, start, end in chunks(data):
        body = data[start + 8 : end - 4]
        if kind == b"IHDR":
            pieces += [_chunk(kind, body), *_told(mark, exif, infotext)]
        elif kind == b"iCCP":
            pieces.append(_srgb(body))
        elif kind in _KEPT or len(body) == _FIXED.get(kind):
            pieces.append(_chunk(kind, body))
            if kind == b"IDAT":
                stream.append(body)
    _refuse_stowaways(head, stream)
    return b"".join([*pieces, _chunk(b"IEND", b"")])


def _told(mark: bytes, exif: bytes, infotext: str) -> list[bytes]:
    pieces = [_chunk(b"iTXt", XMP_KEY.encode() + bytes(5) + mark)]
    if infotext:
        pieces.append(_text("parameters", infotext))
    if exif:
        pieces.append(_chunk(b"eXIf", exif))
    return pieces


def _text(key: str, text: str) -> bytes:
    """As WebUI writes it: tEXt where Latin-1 will do, else iTXt."""
    try:
        return _chunk(b"tEXt", key.encode() + b"\0" + text.encode("latin-1"))
    except UnicodeEncodeError:
        body = text.encode(errors="replace")
        return _chunk(b"iTXt", key.encode() + bytes(5) + body)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _srgb(body: bytes) -> bytes:
    """The mark of sRGB for its profile; others are needed to show the colours."""
    packed = body.partition(b"\0")[2][1:]
    try:
        profile = zlib.decompressobj().decompress(packed, 1 << 20)
    except zlib.error:
        profile = b""
    if not is_srgb(profile):
        raise ValueError("a colour profile")
    return _chunk(b"sRGB", b"\0")


def _refuse_stowaways(head: bytes, stream: list[bytes]) -> None:
    """Raise ValueError unless the stream unpacks to the pixels and ends there."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if interlaced or colour not in _CHANNELS:
        raise ValueError("interlaced")
    expected = height * (1 + -(-width * depth * _CHANNELS[colour] // 8))
    unpacker, size, rest = zlib.decompressobj(), 0, b""
    try:
        for body in stream:
            for at in range(0, len(body), _PORTION):
                rest = body[at : at + _PORTION]
                while rest and size <= expected and not unpacker.eof:
                    size += len(unpacker.decompress(rest, _PORTION))
                    rest = unpacker.unconsumed_tail
                if unpacker.eof and (rest or unpacker.unused_data):
                    raise ValueError("more than pixels")
        size += len(unpacker.flush()) if not unpacker.eof and size <= expected else 0
    except zlib.error as error:
        raise ValueError("damaged") from error
    if size != expected or not unpacker.eof:
        raise ValueError("more than pixels, or fewer")
