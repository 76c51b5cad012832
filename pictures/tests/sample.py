"""One recipe, to be written in the form of each program, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pictures.recipe import Recipe

PROMPT, NEGATIVE = "a lighthouse on a cliff, evening light, 등대", "blurry, text"
EXPECTED = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "seed": 2**40 + 7,
    "steps": 24,
    "guidance": 6.5,
    "width": 832,
    "height": 1216,
}
SEED, WIDTH, HEIGHT = EXPECTED["seed"], EXPECTED["width"], EXPECTED["height"]


@dataclass(frozen=True)
class Sample:
    """`texts`: key → text as in a PNG. `comment`: what a carrier without keys holds.

    `sidecar`: ending and text of a file beside the picture; `expected`: beyond `EXPECTED`.
    """

    program: str
    texts: dict[str, str]
    comment: str = ""
    sidecar: tuple[str, str] | None = None
    expected: dict[str, Any] = field(default_factory=dict)

    @property
    def recipe(self) -> dict[str, Any]:
        return {**EXPECTED, **self.expected}

    def told_by(self, recipe: Recipe) -> dict[str, Any]:
        return {name: getattr(recipe, name) for name in self.recipe}


def infotext(settings: str) -> str:
    return f"{PROMPT}\nNegative prompt: {NEGATIVE}\n{settings}"


def told(settings: str, program: str, **expected: Any) -> Sample:
    text = infotext(settings)
    texts = {"parameters": text}
    return Sample(program, texts, text, (".txt", text), {"program": program, **expected})


def said(program: str, texts: dict[str, str], **more: Any) -> Sample:
    """A program that leaves JSON: alone in a comment or a file, it is the same text."""
    only = next(iter(texts.values()))
    expected = {"program": program, **more.pop("expected", {})}
    comment = more.pop("comment", only)
    sidecar = (more.pop("ending", ".json"), more.pop("beside", comment))
    return Sample(program, texts, comment, sidecar, expected)
