"""How a picture was made.

A `Recipe` is what is known of it, whatever program wrote it; the text as it was found is always
kept beside the parsed values, so nothing is lost where a reader does not understand everything.
`Recipe.standing` tells how much was understood:

    ""        nothing is known
    "read"    everything that the program tells in a known place
    "partly"  some of it; the rest is in `raw` only
    "raw"     nothing but the text itself
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

STANDINGS = ("", "raw", "partly", "read")
"""What `Recipe.standing` may be, from nothing to all."""

_NOT_VALUES = ("raw", "is_partial", "is_corrected")


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA and its weight as the prompt names it; `hash` is 10–12 hex digits where known."""

    name: str
    weight: float | None = None
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Prompt, settings and origin of a picture; every value may be missing.

    `width`/`height` are the pixels asked for, in px, before any upscaling. `seed` fits 64 bits.
    `extras` holds every further key of the source, in the source's order and spelling.
    `raw` is the text as found (infotext, JSON, …), without changes. `is_partial`: the reader met
    something that matters and did not understand it. `is_corrected`: an editor changed a value.
    """

    prompt: str = ""
    negative_prompt: str = ""
    seed: int | None = None
    steps: int | None = None
    sampler: str = ""
    scheduler: str = ""
    guidance: float | None = None
    model: str = ""
    model_hash: str = ""
    loras: tuple[Lora, ...] = ()
    width: int | None = None
    height: int | None = None
    program: str = ""
    version: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    is_partial: bool = False
    is_corrected: bool = False

    def __bool__(self) -> bool:
        return self != EMPTY

    @property
    def is_parsed(self) -> bool:
        """Whether anything beyond the raw text is known."""
        return any(
            getattr(self, item.name) != getattr(EMPTY, item.name)
            for item in fields(self)
            if item.name not in _NOT_VALUES
        )

    @property
    def standing(self) -> str:
        """How much of it was understood: "", "read", "partly" or "raw"."""
        if self.is_parsed:
            return "partly" if self.is_partial else "read"
        return "raw" if self.raw else ""

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready dict holding only what is known."""
        found = asdict(self)
        found["loras"] = [asdict(lora) for lora in self.loras]
        found["extras"] = dict(self.extras)
        return {
            name: value
            for name, value in found.items()
            if value is not False and value not in (None, "", [], {})
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Recipe:
        """The recipe that `as_json` wrote; unknown keys are ignored."""
        known = {item.name for item in fields(cls)}
        values = {name: value for name, value in (data or {}).items() if name in known}
        values["loras"] = tuple(Lora(**lora) for lora in values.get("loras", ()))
        return cls(**values)


EMPTY = Recipe()
