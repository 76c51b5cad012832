"""AV1: the size that a stream announces for its frames, from its sequence header.

The boxes around a stream can name any size; the decoder allocates by what the stream says.
"""

from __future__ import annotations

from collections.abc import Iterator

from pictures.intake_errors import BrokenError

_SEQUENCE_HEADER = 1
_MAX_UNITS = 64


class _Bits:
    """Reads numbers of any number of bits, highest first."""

    def __init__(self, data: bytes) -> None:
        self.value, self.left = int.from_bytes(data), len(data) * 8

    def read(self, count: int) -> int:
        self.left -= count
        if self.left < 0:
            raise BrokenError
        return self.value >> self.left & (1 << count) - 1

    def exponential(self) -> int:
        zeros = 0
        while not self.read(1):
            zeros += 1
            if zeros >= 32:
                return (1 << 32) - 1
        return (1 << zeros) - 1 + self.read(zeros)


def frame_size(stream: bytes) -> tuple[int, int] | None:
    """Largest width and height in px of the frames in `stream`; None without a header."""
    for kind, body in _units(stream):
        if kind == _SEQUENCE_HEADER:
            return _size(_Bits(body[:64]))
    return None


def _units(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of the first units (OBUs)."""
    position = 0
    for _ in range(_MAX_UNITS):
        if position >= len(stream):
            return
        head = stream[position]
        position += 2 if head & 4 else 1
        size = len(stream) - position
        if head & 2:
            size, position = _leb128(stream, position)
        yield head >> 3 & 15, stream[position : position + size]
        position += size


def _leb128(stream: bytes, position: int) -> tuple[int, int]:
    value = 0
    for index, byte in enumerate(stream[position : position + 8]):
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return value, position + index + 1
    raise BrokenError


def _size(bits: _Bits) -> tuple[int, int]:
    """Walk the sequence header (AV1 specification 5.5.1) as far as the frame size."""
    bits.read(3 + 1)
    if bits.read(1):  # reduced_still_picture_header
        bits.read(5)
    else:
        _skip_timing_and_operating_points(bits)
    width_bits, height_bits = bits.read(4) + 1, bits.read(4) + 1
    return bits.read(width_bits) + 1, bits.read(height_bits) + 1


def _skip_timing_and_operating_points(bits: _Bits) -> None:
    decoder_model, delay_bits = 0, 0
    if bits.read(1):
        bits.read(32)
        bits.read(32)
        if bits.read(1):
            bits.exponential()
        decoder_model = bits.read(1)
        if decoder_model:
            delay_bits = bits.read(5) + 1
            bits.read(32 + 5 + 5)
    initial_delays = bits.read(1)
    for _ in range(bits.read(5) + 1):
        bits.read(12)
        if bits.read(5) > 7:
            bits.read(1)
        if decoder_model and bits.read(1):
            bits.read(delay_bits)
            bits.read(delay_bits + 1)
        if initial_delays and bits.read(1):
            bits.read(4)
