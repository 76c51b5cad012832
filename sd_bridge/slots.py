"""Prompts with slots: `{subject}, oil painting`; `{{` and `}}` are braces meant as such."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_NAME = 40  # characters

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[^\W\d](?:[\w \-]*\w)?")


class SlotError(ValueError):
    """The template cannot be read; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Template:
    """`pieces` alternates text and slot names, beginning and ending with text."""

    pieces: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Each slot once, in the order of the text."""
        return list(dict.fromkeys(self.pieces[1::2]))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its slots filled; raises KeyError for one that has no value."""
        return "".join(
            values[piece] if position % 2 else piece for position, piece in enumerate(self.pieces)
        )


def read_template(text: str) -> Template:
    """The template in `text`; raises `SlotError`."""
    pieces, literal, position = [], "", 0
    for match in _PIECE.finditer(text):
        literal += text[position : match.start()]
        position = match.end()
        if match[0] in ("{{", "}}"):
            literal += match[0][0]
        elif match[1] is None:
            raise SlotError(
                _("A brace has no partner near “%(place)s”. Write it twice to mean a brace.")
                % {"place": text[max(match.start() - 10, 0) : match.end() + 10]}
            )
        else:
            pieces += [literal, _name_in(match[1])]
            literal = ""
    return Template((*pieces, literal + text[position:]))


def _name_in(braces: str) -> str:
    name = braces.strip()
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        raise SlotError(
            _("“%(name)s” is no name for a slot: use letters, digits, spaces and dashes.")
            % {"name": name}
        )
    return name
