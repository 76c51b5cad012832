"""Text as search sees it: the same for every way of writing it.

Hangul, kana and Chinese characters are found anywhere inside a word, so that neither a particle
nor a compound hides them; words of other scripts are found whole, in the singular or the plural.
Every piece is stored as one ASCII token: no database's tokeniser, collation or minimum length has
a say in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

# Kana, Chinese characters, Hangul letters and syllables: scripts whose words run on.
_RUNNING_ON = r"\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_RUN = re.compile(rf"(?P<syllables>[{_RUNNING_ON}]+)|(?P<word>(?:(?![{_RUNNING_ON}])[^\W_])+)")
_LONGEST_PLAIN = 40


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one kind that stand together."""

    text: str
    runs_on: bool


def normal(text: str) -> str:
    """NFC, small letters, one width."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def runs_of(text: str) -> list[Run]:
    return [Run(match[0], match.lastgroup == "syllables") for match in _RUN.finditer(normal(text))]


def line_of(runs: list[Run]) -> str:
    """How a field is stored to look for phrases: single spaces, also around it."""
    return f" {' '.join(run.text for run in runs)} " if runs else ""


def name_key(text: str) -> str:
    """The same for names that differ in case, composition, spaces and signs only."""
    return "".join(run.text for run in runs_of(text))


def tokens_of(runs: list[Run]) -> list[str]:
    """Every token by which a field is found, in order."""
    found: list[str] = []
    before = ""
    for run in runs:
        if run.runs_on:
            if before:
                found.append(_pair("x", before + run.text[0]))  # for compounds written apart
            found += [f"h{ord(letter):x}" for letter in run.text]
            found += pairs_of(run.text)
        else:
            found.append(word_token(run.text))
        before = run.text[-1] if run.runs_on else ""
    return list(dict.fromkeys(found))


def pairs_of(syllables: str) -> list[str]:
    return [_pair("g", syllables[at : at + 2]) for at in range(len(syllables) - 1)]


def asked_tokens(run: Run, *, written_apart: bool = False) -> list[tuple[str, ...]]:
    """What must be there for `run` to be: of each tuple one.

    `written_apart`: a space may stand between two syllables.
    """
    if not run.runs_on:
        return [(word_token(run.text),)]
    if len(run.text) == 1:
        return [(f"h{ord(run.text):x}",)]
    pairs = pairs_of(run.text)
    if not written_apart:
        return [(pair,) for pair in pairs]
    return [(pair, f"x{pair[1:]}") for pair in pairs]


def word_token(word: str) -> str:
    word = singular(word)
    if word.isascii() and len(word) <= _LONGEST_PLAIN:
        return f"w.{word}"
    return f"d.{digest(word)}"


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def singular(word: str) -> str:
    """Folds an English plural; what it does to other words it does on both sides."""
    if len(word) < 4 or not word.isascii() or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def _pair(mark: str, syllables: str) -> str:
    return f"{mark}{ord(syllables[0]):x}{ord(syllables[1]):x}"
