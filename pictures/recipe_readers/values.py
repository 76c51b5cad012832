"""Values out of JSON that anybody may have written: what is not of the right kind is not there."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from pictures.storable import storable

LARGEST_SEED = 2**64 - 1
LONGEST_EXTRA = 1_000
_MOST_DIGITS = 20
LONGEST_PROMPT = 200_000
_SIZE = re.compile(r"\s*[(\[]?\s*(\d{1,6})\s*[x×,]\s*(\d{1,6})\s*[)\]]?\s*")
_NUMBER = re.compile(r"\s*[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:[eE][+-]?\d{1,2})?\s*")
_SCHEDULERS = ("Karras", "Exponential", "Polyexponential", "SGM Uniform")
_ENDING = re.compile(r"\.(?:safetensors|ckpt|gguf|pth?|bin|sft)$", re.IGNORECASE)


def load(text: str) -> Any:
    """What a JSON text says, None where it is none. No number in it is endless or not one."""
    try:
        return json.loads(text, parse_constant=_nothing, parse_int=_int)
    except (ValueError, RecursionError):
        return None


def load_object(text: str) -> dict[str, Any]:
    """The object a JSON text holds; {} where it is something else."""
    found = load(text) if text.lstrip("\ufeff \t\r\n")[:1] == "{" else None
    return found if isinstance(found, dict) else {}


def text_of(value: Any) -> str:
    """A string, or a number as text; "" for anything else."""
    if isinstance(value, str):
        return storable(value[:LONGEST_PROMPT]).strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value).removesuffix(".0")


def whole_of(value: Any, *, least: int = 0, largest: int = LARGEST_SEED) -> int | None:
    """A whole number within bounds, also when written as text or with zeros behind the point."""
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,20}\s*", value):
        value = int(value)
    number = number_of(value) if not isinstance(value, int) else value
    if isinstance(value, bool) or number is None or number != int(number):
        return None
    return int(number) if least <= number <= largest else None


def number_of(value: Any) -> float | None:
    """A finite number, also when written as text."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def size_of(value: Any) -> tuple[int, int] | None:
    """Width and height in px, as `512x768`, `(512, 768)` or a list of two."""
    if isinstance(value, list) and len(value) == 2:
        value = f"{text_of(value[0])}x{text_of(value[1])}"
    match = _SIZE.fullmatch(value) if isinstance(value, str) and len(value) < 40 else None
    return (int(match[1]), int(match[2])) if match else None


def object_of(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def name_of(value: Any) -> str:
    """A model's name without folders and ending: `sdxl/base.safetensors` is `base`."""
    last = text_of(value)[:500].replace("\\", "/").rpartition("/")[2]
    return _ENDING.sub("", last).strip()


def split_sampler(sampler: str) -> tuple[str, str]:
    """Sampler and scheduler of a combined name, as WebUI wrote it before 1.9, and others still."""
    for scheduler in _SCHEDULERS:
        if sampler.endswith(" " + scheduler):
            return sampler.removesuffix(" " + scheduler).strip(), scheduler
    return sampler, ""


def extra_of(value: Any) -> str:
    """A further value as text; "" where it is empty, or so long that only the raw text keeps it."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dict | list):
        try:
            value = json.dumps(value, ensure_ascii=False) if value else ""
        except (ValueError, RecursionError):
            return ""
    text = text_of(value)
    return text if len(text) <= LONGEST_EXTRA else ""


def _nothing(_constant: str) -> None:
    """For NaN and Infinity, which Python reads although JSON does not know them."""


def _int(digits: str) -> int | str:
    """Endless numbers stay text: making numbers of them takes quadratic time."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits
