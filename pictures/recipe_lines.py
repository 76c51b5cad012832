"""LoRAs as lines of text, the way editors write them: a name, a colon, a weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pictures.recipe import Lora

MOST = 100
_LINE = re.compile(r"([^:]{1,200})(?::\s*(-?\d{1,3}(?:\.\d{1,6})?))?")


def as_lines(loras: Iterable[Lora]) -> str:
    """One a line: `mist: 0.8`; the name alone where the weight is not known."""
    return "\n".join(
        lora.name if lora.weight is None else f"{lora.name}: {lora.weight:g}" for lora in loras
    )


def from_lines(text: str) -> tuple[Lora, ...]:
    """What `as_lines` wrote, each name once. Raises `ValidationError` naming the first bad line."""
    found: dict[str, Lora] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or len(found) >= MOST:
            raise ValidationError(
                _(
                    "Line %(number)s cannot be read. Write a name, or a name, a colon and a "
                    "number: “mist: 0.8”."
                ),
                params={"number": number},
            )
        weight = float(match[2]) if match[2] else None
        found.setdefault(match[1].strip(), Lora(match[1].strip(), weight))
    return tuple(found.values())


def with_hashes(loras: Iterable[Lora], known: Mapping[str, str]) -> tuple[Lora, ...]:
    """The same LoRAs, with the hashes that were known by their names."""
    return tuple(replace(lora, hash=known.get(lora.name, "")) for lora in loras)
