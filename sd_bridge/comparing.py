"""Two results side by side: what was asked for each, and where the two differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from pictures.recipe import Lora, Recipe
from pictures.recipe_display import recipe_rows

_WORDS = re.compile(r"\s+|[^\s,()]+|[,()]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and whether the other side says something else there."""

    text: str
    changed: bool = False


def compare(left: Recipe, right: Recipe) -> list[dict[str, Any]]:
    """A row for each value that either of them has, in reading order, as JSON values."""
    rows = [
        _text_row("prompt", _("Prompt"), left.prompt, right.prompt),
        _text_row(
            "negative_prompt", _("Negative prompt"), left.negative_prompt, right.negative_prompt
        ),
        *_value_rows(left, right),
    ]
    return [row for row in rows if row["left"] or row["right"]]


def compare_words(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, the words that only one of them has marked."""
    ours, theirs = _WORDS.findall(left), _WORDS.findall(right)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    matcher = SequenceMatcher(None, ours, theirs)
    for name, start, end, other_start, other_end in matcher.get_opcodes():
        for side, words in zip(
            pieces, (ours[start:end], theirs[other_start:other_end]), strict=True
        ):
            if words:
                side.append(Piece("".join(words), name != "equal"))
    return pieces


def _text_row(key: str, label: str, left: str, right: str) -> dict[str, Any]:
    ours, theirs = compare_words(left, right)
    return _row(key, label, ours, theirs, left != right)


def _value_rows(left: Recipe, right: Recipe) -> list[dict[str, Any]]:
    ours, theirs = _values(left), _values(right)
    rows = []
    for key in dict.fromkeys([*ours, *theirs]):
        label, value = ours.get(key, (theirs.get(key, ("", ""))[0], ""))
        other = theirs.get(key, ("", ""))[1]
        differs = value != other
        rows.append(_row(key, label, _whole(value, differs), _whole(other, differs), differs))
    return rows


def _values(recipe: Recipe) -> dict[str, tuple[str, str]]:
    """Label and value by key."""
    found = {row.key: (row.label, row.value) for row in recipe_rows(recipe)}
    loras = ", ".join(_lora_text(lora) for lora in recipe.loras)
    program = " ".join(filter(None, (recipe.program, recipe.version)))
    further = {"loras": (_("LoRA"), loras), "program": (_("Program"), program)}
    return found | {key: value for key, value in further.items() if value[1]}


def _lora_text(lora: Lora) -> str:
    return lora.name if lora.weight is None else f"{lora.name} {lora.weight:g}"


def _whole(value: str, differs: bool) -> list[Piece]:
    return [Piece(value, differs)] if value else []


def _row(
    key: str, label: str, left: list[Piece], right: list[Piece], differs: bool
) -> dict[str, Any]:
    def as_json(pieces: list[Piece]) -> list[dict[str, Any]]:
        return [{"text": piece.text, "changed": piece.changed} for piece in pieces]

    return {
        "key": key,
        "label": label,
        "left": as_json(left),
        "right": as_json(right),
        "differs": differs,
    }
