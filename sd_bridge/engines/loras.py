"""LoRAs as a prompt names them: `<lora:name:weight>`."""

from __future__ import annotations

import re
from dataclasses import replace

from pictures.recipe import Lora

_TAG = re.compile(r"<lora:([^:<>]+)(?::([^<>]*))?>")
_WEIGHT = re.compile(r"[-+]?\d{0,6}(?:\.\d{0,6})?")


def loras_in(prompt: str, hashes: str = "") -> tuple[Lora, ...]:
    """In the prompt's order, each name once; `hashes` is the infotext's "name: hash, …"."""
    known = dict(_pairs(hashes))
    found: dict[str, Lora] = {}
    for name, weight in _TAG.findall(prompt):
        name = name.strip()
        if name and name not in found:
            found[name] = replace(Lora(name, _weight(weight)), hash=known.get(name, ""))
    return tuple(found.values())


def without_loras(prompt: str) -> str:
    """The prompt in words alone, for servers that would take the tags for words."""
    bare, found = _TAG.subn("", prompt)
    if not found:
        return prompt
    return re.sub(r"[ \t]{2,}", " ", re.sub(r"(?:,\s*)+(?=,|$)", "", bare)).strip()


def confirmed(hashes: str) -> set[str]:
    """The names the server says it has used."""
    return {name for name, _hash in _pairs(hashes)}


def _pairs(hashes: str) -> list[tuple[str, str]]:
    pairs = []
    for part in hashes.strip().strip('"').split(","):
        name, colon, digest = part.rpartition(":")
        if colon and name.strip():
            pairs.append((name.strip(), digest.strip()))
    return pairs


def _weight(text: str) -> float | None:
    first = text.split(":")[0].strip()
    return float(first) if _WEIGHT.fullmatch(first) and any(map(str.isdigit, first)) else None
