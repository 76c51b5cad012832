"""What differs between two recipes, told where it is one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from pictures.recipe import Recipe

ALIKE = 0.6  # of their words two prompts share, to be one that was changed
MOST_WORDS = 400
NEAR_WORDS = 3  # that are shown on both sides of a changed one

SAME, NEW, GONE = "same", "new", "gone"


@dataclass(frozen=True, slots=True)
class Word:
    """Part of a prompt; `kind` is SAME, NEW (only in the other one) or GONE (only in this one)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """The one thing that differs: a setting from `before` to `after`, or `words` of a prompt."""

    key: str
    label: str
    before: str = ""
    after: str = ""
    words: tuple[Word, ...] = ()


def the_one_change(own: Recipe, other: Recipe) -> Change | None:
    """What `other` changed of `own` apart from the seed; None where that is nothing or more.

    What only one of them tells is not known to be the same.
    """
    if not own.prompt or not other.prompt:
        return None
    pairs = list(zip(_settings(own), _settings(other), strict=True))
    changed = [(key, label, one, two) for (key, label, one), (_k, _l, two) in pairs if one != two]
    own_negative, other_negative = _negatives(own, other)
    prompts = [
        ("prompt", _("Prompt"), _words(own.prompt), _words(other.prompt)),
        (
            "negative_prompt",
            _("Negative prompt"),
            _words(own_negative),
            _words(other_negative),
        ),
    ]
    reworded = [row for row in prompts if row[2] != row[3]]
    if len(changed) + len(reworded) != 1:
        return None
    for key, label, before, after in changed:
        return Change(key, label, before, after) if before and after else None
    key, label, before_words, after_words = reworded[0]
    if not _are_alike(before_words, after_words):
        return None
    return Change(key, label, words=tuple(_compared(before_words, after_words)))


def _settings(recipe: Recipe) -> list[tuple[str, str, str]]:
    """Key, label and value of each setting that makes a picture another one."""
    size = f"{recipe.width} × {recipe.height}" if recipe.width and recipe.height else ""
    return [
        ("model", _("Model"), recipe.model),
        ("sampler", _("Sampler"), " · ".join(filter(None, (recipe.sampler, recipe.scheduler)))),
        ("steps", _("Steps"), _number(recipe.steps)),
        ("guidance", "CFG", _number(recipe.guidance)),
        ("size", _("Size"), size),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _negatives(own: Recipe, other: Recipe) -> tuple[str, str]:
    return own.negative_prompt, other.negative_prompt


def _words(prompt: str) -> list[str]:
    return re.findall(r"[^\s,]+|,", prompt)[:MOST_WORDS]


def _are_alike(one: Sequence[str], two: Sequence[str]) -> bool:
    if not one or not two:
        return False
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _compared(one: Sequence[str], two: Sequence[str]) -> Iterator[Word]:
    """What is gone, what is new, and a few of the words around."""
    steps = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    for number, (kind, start, end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            shown = _shortened(one[start:end], number == 0, number == len(steps) - 1)
            yield Word(shown, SAME)
            continue
        if end > start:
            yield Word(_joined(one[start:end]), GONE)
        if new_end > new_start:
            yield Word(_joined(two[new_start:new_end]), NEW)


def _shortened(words: Sequence[str], is_first: bool, is_last: bool) -> str:
    """The words next to a change; what lies between them is left out."""
    before = [] if is_first else words[:NEAR_WORDS]
    after = [] if is_last else words[-NEAR_WORDS:]
    if len(before) + len(after) >= len(words):
        return _joined(words)
    return _joined([*before, "…", *after])


def _joined(words: Sequence[str]) -> str:
    return " ".join(words).replace(" ,", ",")
