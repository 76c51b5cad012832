"""Text that a program hid in the lowest bits of a picture's pixels.

NovelAI, and an extension of WebUI, write column by column, one bit a pixel into the transparency
or three into its colours: fifteen letters that say so, the number of bits that follow, and the
text, packed or not. Only the columns that hold it are looked at.
"""

from __future__ import annotations

import re

from PIL import Image

from pictures.headers.survey import TextBudget
from pictures.intake_errors import TooMuchTextError

HIDDEN = "hidden in the pixels"
"""Under which name such a text joins the others of a file."""

_SIGN = re.compile(rb"stealth_(?:png|rgb)(info|comp)")
_SIGN_BYTES = 15
_HEAD_BITS = 8 * (_SIGN_BYTES + 4)
_LAST_BITS = bytes(ord("1") if value & 1 else ord("0") for value in range(256))


def hidden_text(image: Image.Image, budget: TextBudget) -> str:
    """The text hidden in a loaded picture; "" for none, or one that goes beyond the budget."""
    try:
        return _hidden_text(image, budget)
    except TooMuchTextError:
        return ""


def _hidden_text(image: Image.Image, budget: TextBudget) -> str:
    for mode in {"RGBA": ("A", "RGB"), "RGB": ("RGB",)}.get(image.mode, ()):
        head = _bits(image, mode, _HEAD_BITS)
        sign = _SIGN.fullmatch(head[:_SIGN_BYTES])
        if sign is None:
            continue
        length = int.from_bytes(head[_SIGN_BYTES:]) // 8
        budget.spend(length)
        body = _bits(image, mode, _HEAD_BITS + 8 * length)[len(head) :]
        if len(body) < length:
            return ""
        if sign[1] == b"comp":
            body = budget.inflate(body)
        return body.decode(errors="replace")
    return ""


def _bits(image: Image.Image, mode: str, count: int) -> bytes:
    """The first `count` lowest bits, as far as there are so many, in whole bytes."""
    width, height = image.size
    columns = min(-(-count // (height * len(mode))), width)
    part = image.crop((0, 0, columns, height))
    part = part.getchannel("A") if mode == "A" else part.convert("RGB")
    last = part.transpose(Image.Transpose.TRANSPOSE).tobytes()[:count].translate(_LAST_BITS)
    last = last[: len(last) // 8 * 8]
    return int(last or b"0", 2).to_bytes(len(last) // 8)
