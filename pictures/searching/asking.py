"""What somebody typed into the search field.

    노을 -도시 "한 줄 글" model:sdxl tag:밤 seed:42 by:해나 topic:바다

Never fails: what makes no sense is left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pictures.searching.words import Run, line_of, name_key, runs_of

LONGEST = 200  # letters
MOST_PARTS = 10
_WRITTEN_APART = range(4, 12)  # syllables: compounds so long are often written with a space
_AMBIGUOUS = 3  # syllables: from here on pairs alone do not prove a word

FIELDS = {
    **{name: name for name in ("model", "tag", "seed", "by", "topic")},
    "모델": "model",
    "태그": "tag",
    "시드": "seed",
    "작가": "by",
    "주제": "topic",
}
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』＂", '"'))
_PART = re.compile(
    rf"(?P<minus>-)?(?:(?P<field>{'|'.join(FIELDS)}):)?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A word, a phrase, or a `field` with its value; `typed` is how it was written."""

    typed: str
    value: str
    field: str = ""
    negative: bool = False
    is_phrase: bool = False

    @property
    def runs(self) -> list[Run]:
        return runs_of(self.value)

    @property
    def written_apart(self) -> bool:
        """Whether it is also looked for with a space inside."""
        runs = self.runs
        return (
            not self.is_phrase
            and len(runs) == 1
            and runs[0].runs_on
            and len(runs[0].text) in _WRITTEN_APART
        )

    @property
    def needles(self) -> list[str]:
        """One of these must stand in the text beside the tokens; none where they are proof."""
        runs = self.runs
        if len(runs) == 1 and (not runs[0].runs_on or len(runs[0].text) < _AMBIGUOUS):
            return []
        line = line_of(runs)
        if runs[0].runs_on:
            line = line[1:]
        if runs[-1].runs_on:
            line = line[:-1]
        if not self.written_apart:
            return [line]
        # A part of a compound has two syllables or more: one is a particle, or another word.
        return [line, *(f"{line[:at]} {line[at:]}" for at in range(2, len(line) - 1))]


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as it was typed, and its parts."""

    text: str
    parts: tuple[Part, ...]
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def words(self) -> list[Part]:
        """What is not an operator: also looked for in topics, people and tags."""
        return [part for part in self.parts if not part.field and not part.negative]

    def without(self, part: Part) -> str:
        """What would be typed without this part."""
        return " ".join(other.typed for other in self.parts if other is not part)


def read(text: str) -> Asked:
    text = " ".join(unicodedata.normalize("NFC", text.replace("\0", "")).split())
    is_cut = len(text) > LONGEST
    text = text[:LONGEST].strip()
    parts = []
    for match in _PART.finditer(text.translate(_QUOTES).replace("：", ":")):
        part = _part(match)
        if part is not None and part not in parts:
            parts.append(part)
    return Asked(text, tuple(parts[:MOST_PARTS]), is_cut or len(parts) > MOST_PARTS)


def _part(match: re.Match[str]) -> Part | None:
    value = match["phrase"] if match["phrase"] is not None else match["word"]
    field = FIELDS[match["field"].lower()] if match["field"] else ""
    typed = match[0]
    if match["phrase"] is not None and not typed.endswith('"'):
        typed += '"'
    if not name_key(value):
        return None
    if field == "seed" and not re.fullmatch(r"-?\d{1,20}", value.strip(), re.ASCII):
        field, value = "", f"{match['field']} {value}"
    return Part(typed, value, field, bool(match["minus"]), match["phrase"] is not None)
